import { otherwise, type PageTexts } from "./texts";

const LACKS = {
  group: "ist kein Mitglied der Gruppe",
  role: "hat nicht die Rolle",
  member: "ist kein Mitglied dieser Organisation, und Gäste haben hier keinen Zugang",
  organization: "ist kein Mitglied der Organisation",
  team: "ist kein Mitglied des Teams",
  person: "gehört nicht zu denen, die hier Zugang haben",
};

const REMEDIES = {
  group: "Sie in die Gruppe aufzunehmen",
  role: "Ihnen die Rolle zu geben",
  member: "Sie zum Mitglied zu machen",
  organization: "Sie in die Organisation aufzunehmen",
  team: "Sie in das Team aufzunehmen",
  person: "Ihnen Zugang zu geben",
};

export const GERMAN: PageTexts = {
  language: "de",
  anybody: "die Verantwortlichen für diese Anwendung",
  or: " oder ",
  andMore: (count) => ` (oder ${count} weitere)`,
  refused: "Sie sind angemeldet, haben hier aber keinen Zugang",
  lacks: (service, what, named) =>
    `Das ${service}-Konto, mit dem Sie sich angemeldet haben, ${LACKS[what]}${named}.`,
  orElse: (english) => otherwise("Oder es hat keine bestätigte primäre E-Mail-Adresse.", english),
  whichAccount: (link) => `Sie können nachsehen, ${link("welches Konto das ist")}.`,
  remedy: (contact, what) =>
    `Um Zugang zu erhalten, bitten Sie ${contact}, ${REMEDIES[what]}, und melden Sie sich dann erneut an.`,
  anotherAccount: (service, signOut, signIn) =>
    `Um ein anderes Konto zu verwenden, ${signOut(`melden Sie sich bei ${service} ab`)} und ${signIn("melden Sie sich dann erneut an")}.`,
  useAnother: "Anderes Konto verwenden",
  failed: "Die Anmeldung konnte nicht abgeschlossen werden",
  perhapsRefused: "Vielleicht haben Sie hier keinen Zugang.",
  notAnswered: (service, contact, isOther) =>
    `${isOther ? "Oder etwas" : "Etwas"}, das dafür nötig ist, hat nicht wie erwartet geantwortet: vielleicht ${service}, für einen Moment. Versuchen Sie es in einer Minute noch einmal. Wenn es so bleibt, fragen Sie ${contact}.`,
  tryAgain: "Noch einmal anmelden",
  appFailed: "Diese Anwendung antwortet nicht",
  appSilent: (contact) =>
    `Sie sind angemeldet und haben Zugang. Versuchen Sie es in einer Minute noch einmal. Wenn es so bleibt, fragen Sie ${contact}.`,
  error: (code) => `Fehler ${code}`,
  number: "Wenn Sie um Hilfe bitten, nennen Sie diese Nummer:",
  signedOut: "Sie sind abgemeldet",
  noSession:
    "Dieser Browser hat hier keine Sitzung mehr. Schließen Sie an einem Computer, den auch andere benutzen, zusätzlich alle seine Fenster.",
  stillSignedIn: (service, signOut) =>
    `Bei ${service} sind Sie noch angemeldet, sodass Sie bei einer erneuten Anmeldung hier nach nichts gefragt werden. ${signOut(`Melden Sie sich auch bei ${service} ab`)}, wenn andere diesen Computer benutzen.`,
  signInAgain: "Erneut anmelden",
};
