import { otherwise, type PageTexts } from "./texts";

const LACKS = {
  group: "no es miembro del grupo",
  role: "no tiene el rol",
  member: "no es miembro de esta organización, y los invitados no tienen acceso",
  organization: "no es miembro de la organización",
  team: "no es miembro del equipo",
  person: "no está entre las que tienen acceso",
};

const REMEDIES = {
  group: "que le añada al grupo",
  role: "que le asigne el rol",
  member: "que le haga miembro",
  organization: "que le añada a la organización",
  team: "que le añada al equipo",
  person: "que le dé acceso",
};

export const SPANISH: PageTexts = {
  language: "es",
  anybody: "la persona responsable de esta aplicación",
  or: " o ",
  andMore: (count) => ` (o ${count} más)`,
  refused: "Ha iniciado sesión, pero no tiene acceso a esta aplicación",
  lacks: (service, what, named) =>
    `La cuenta de ${service} con la que ha iniciado sesión ${LACKS[what]}${named}.`,
  orElse: (english) =>
    otherwise("O bien no tiene una dirección de correo electrónico principal verificada.", english),
  whichAccount: (link) => `Puede ver ${link("qué cuenta es")}.`,
  remedy: (contact, what) =>
    `Para obtener acceso, pida a ${contact} ${REMEDIES[what]} y vuelva a iniciar sesión.`,
  anotherAccount: (service, signOut, signIn) =>
    `Para usar otra cuenta, ${signOut(`cierre la sesión de ${service}`)} y ${signIn("vuelva a iniciar sesión")}.`,
  useAnother: "Usar otra cuenta",
  failed: "No se pudo completar el inicio de sesión",
  perhapsRefused: "Quizá no tenga acceso a esta aplicación.",
  notAnswered: (service, contact, isOther) =>
    `${isOther ? "O bien algo" : "Algo"} que se necesita no respondió como debía: quizá ${service}, por un momento. Inténtelo de nuevo dentro de un minuto. Si el problema continúa, consulte a ${contact}.`,
  tryAgain: "Intentar iniciar sesión de nuevo",
  appFailed: "Esta aplicación no responde",
  appSilent: (contact) =>
    `Ha iniciado sesión y tiene acceso. Inténtelo de nuevo dentro de un minuto. Si el problema continúa, consulte a ${contact}.`,
  error: (code) => `Error ${code}`,
  number: "Cuando pida ayuda, indique este número:",
  signedOut: "Ha cerrado la sesión",
  noSession:
    "Este navegador ya no tiene ninguna sesión aquí. En un ordenador que usan otras personas, cierre también todas sus ventanas.",
  stillSignedIn: (service, signOut) =>
    `Su sesión en ${service} sigue abierta, de modo que al volver a iniciar sesión aquí no se le pedirá nada. ${signOut(`Cierre también la sesión de ${service}`)} si otras personas usan este ordenador.`,
  signInAgain: "Iniciar sesión de nuevo",
};
