import { ENGLISH } from "./en";
import { FRENCH } from "./fr";
import { GERMAN } from "./de";
import { JAPANESE } from "./ja";
import { SPANISH } from "./es";
import type { PageTexts } from "./texts";

/** The languages of the pages. The first is for everybody who wishes none of the others. */
export const LANGUAGES: readonly PageTexts[] = [ENGLISH, GERMAN, FRENCH, SPANISH, JAPANESE];
