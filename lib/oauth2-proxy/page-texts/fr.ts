import { otherwise, type PageTexts } from "./texts";

const LACKS = {
  group: "n’est pas membre du groupe",
  role: "n’a pas le rôle",
  member: "n’est pas membre de cette organisation, et les invités n’ont pas accès",
  organization: "n’est pas membre de l’organisation",
  team: "n’est pas membre de l’équipe",
  person: "ne fait pas partie de ceux qui ont accès",
};

const REMEDIES = {
  group: "de vous ajouter au groupe",
  role: "de vous attribuer le rôle",
  member: "de faire de vous un membre",
  organization: "de vous ajouter à l’organisation",
  team: "de vous ajouter à l’équipe",
  person: "de vous donner accès",
};

export const FRENCH: PageTexts = {
  language: "fr",
  anybody: "la personne responsable de cette application",
  or: " ou ",
  andMore: (count) => ` (ou ${count === 1 ? "un autre" : `${count} autres`})`,
  refused: "Votre connexion a réussi, mais vous n’avez pas accès à cette application",
  lacks: (service, what, named) => `Le compte ${service} que vous avez utilisé ${LACKS[what]}${named}.`,
  orElse: (english) => otherwise("Ou bien il n’a pas d’adresse e-mail principale vérifiée.", english),
  whichAccount: (link) => `Vous pouvez voir ${link("de quel compte il s’agit")}.`,
  remedy: (contact, what) =>
    `Pour obtenir l’accès, demandez à ${contact} ${REMEDIES[what]}, puis reconnectez-vous.`,
  anotherAccount: (service, signOut, signIn) =>
    `Pour utiliser un autre compte, ${signOut(`déconnectez-vous de ${service}`)}, puis ${signIn("reconnectez-vous")}.`,
  useAnother: "Utiliser un autre compte",
  failed: "La connexion n’a pas pu aboutir",
  perhapsRefused: "Vous n’avez peut-être pas accès à cette application.",
  notAnswered: (service, contact, isOther) =>
    `${isOther ? "Ou bien un" : "Un"} élément nécessaire n’a pas répondu comme prévu : peut-être ${service}, momentanément. Réessayez dans une minute. Si le problème persiste, contactez ${contact}.`,
  tryAgain: "Réessayer de se connecter",
  appFailed: "Cette application ne répond pas",
  appSilent: (contact) =>
    `Votre connexion a réussi et vous avez accès. Réessayez dans une minute. Si le problème persiste, contactez ${contact}.`,
  error: (code) => `Erreur ${code}`,
  number: "Si vous demandez de l’aide, indiquez ce numéro :",
  signedOut: "La déconnexion est terminée",
  noSession:
    "Ce navigateur n’a plus de session ici. Sur un ordinateur que d’autres personnes utilisent, fermez aussi toutes ses fenêtres.",
  stillSignedIn: (service, signOut) =>
    `Votre session ${service} reste ouverte : une nouvelle connexion ici ne vous demandera rien. ${signOut(`Déconnectez-vous aussi de ${service}`)} si d’autres personnes utilisent cet ordinateur.`,
  signInAgain: "Se reconnecter",
};
