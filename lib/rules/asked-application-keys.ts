import type { AskedFor } from "./asked-row";

/** A key that stands in the section of the application alone. */
const IN_APPLICATION = "assignmentRequired";

const ELSEWHERE =
  "for more, register the application yourself and name it by application: { clientId }, or add it in a program to the resource of the registration (docs/library.md)";

/** What people write of an application in Entra, and a config file says otherwise or not; each is a sentence of its own. */
export const ASKED_APPLICATION_KEYS: readonly AskedFor[] = [
  {
    asked:
      /^(app(lication)?-id-)?(identifier-)?uris?$|^identifier-?uris?$|^(exposed?-|api-|oauth2-permission-)(api|scopes?)$|^(pre-?|known-)(authori[sz]ed-)?(client-)?(applications?|clients?)$|^api$/,
    beside: IN_APPLICATION,
    why: `scopes that other applications ask for, and who may without consent, are not the stack's: ${ELSEWHERE}; programs reach the apps by "entra.machineClients" and "authProxy.extraAudiences"`,
  },
  {
    asked:
      /^(feature-)?tags$|^logo(-image|-url)?$|^notes?$|^description$|^service-management-reference$|^(marketing|privacy-statement|support|terms-of-service)-url$|^informational-urls?$/,
    beside: IN_APPLICATION,
    why: `what Entra shows of an application is its name alone here: ${ELSEWHERE}; a logo and a title on the pages that people see are said by "authProxy.pages"`,
  },
  {
    asked: /^(group-membership|groups?)-claims?$|^claims?-groups?$/,
    beside: IN_APPLICATION,
    why: 'which groups tokens list is said by "groupClaim"',
  },
  {
    asked: /^(optional-|additional-|custom-|token-)claims?$|^claims?(-mapping(-polic(y|ies))?)?$/,
    beside: IN_APPLICATION,
    why: `tokens carry what decides who gets in, and further claims are not the stack's: ${ELSEWHERE}; what apps are told of a person is said by "authProxy.identityHeaders"`,
  },
  {
    asked:
      /^(required-resource-access(es)?|(api-|graph-|delegated-|application-)?permissions?|app-roles?-assignments?)$/,
    beside: IN_APPLICATION,
    why: 'permissions follow from what is asked for: "authProxy.groupOverage" reads the groups of people who have very many, and accessToken: { scope } under "authProxy" is what apps call; "adminConsent" is to both',
  },
  {
    asked: /^(spa|(single-page|public|native|desktop|mobile)(-client|-application)?s?|implicit(-grant)?)$/,
    beside: IN_APPLICATION,
    why: `people sign in at the auth proxy, which proves who it is; a page or program that signs in by itself has an application of its own, whose tokens the apps take by "authProxy.extraAudiences"`,
  },
];
