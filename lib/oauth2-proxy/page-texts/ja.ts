import { otherwise, type PageTexts } from "./texts";

/** The name stands between what it is and what is lacking. */
const LACKS = {
  group: ["グループ", " のメンバーではありません"],
  role: ["ロール", " を持っていません"],
  member: ["この組織のメンバーではなく、ゲストのアクセスは許可されていません", ""],
  organization: ["組織", " のメンバーではありません"],
  team: ["チーム", " のメンバーではありません"],
  person: ["アクセスを許可されたアカウント", "ではありません"],
} as const;

const REMEDIES = {
  group: "グループへの追加",
  role: "ロールの割り当て",
  member: "メンバーへの変更",
  organization: "組織への追加",
  team: "チームへの追加",
  person: "アクセスの許可",
};

export const JAPANESE: PageTexts = {
  language: "ja",
  anybody: "このアプリケーションの管理者",
  or: " または ",
  andMore: (count) => `（ほか ${count} 件）`,
  refused: "サインインしましたが、ここへのアクセスは許可されていません",
  lacks: (service, what, named) =>
    `サインインに使用した ${service} アカウントは、${LACKS[what][0]}${named}${LACKS[what][1]}。`,
  orElse: (english) => otherwise("または、確認済みのプライマリ メール アドレスがありません。", english),
  whichAccount: (link) => `${link("どのアカウントでサインインしたか")}を確認できます。`,
  remedy: (contact, what) =>
    `アクセスするには、${contact} に${REMEDIES[what]}を依頼してから、もう一度サインインしてください。`,
  anotherAccount: (service, signOut, signIn) =>
    `別のアカウントを使用するには、${signOut(`${service} からサインアウト`)}してから、${signIn("もう一度サインイン")}してください。`,
  useAnother: "別のアカウントを使用する",
  failed: "サインインを完了できませんでした",
  perhapsRefused: "ここへのアクセスが許可されていない可能性があります。",
  notAnswered: (service, contact, isOther) =>
    `${isOther ? "または、" : ""}サインインに必要なもの（${service} など）が一時的に応答しなかった可能性があります。1 分ほど待ってから、もう一度お試しください。解決しない場合は、${contact} にお問い合わせください。`,
  tryAgain: "もう一度サインインする",
  appFailed: "このアプリケーションが応答していません",
  appSilent: (contact) =>
    `サインインは完了しており、アクセスも許可されています。1 分ほど待ってから、もう一度お試しください。解決しない場合は、${contact} にお問い合わせください。`,
  error: (code) => `エラー ${code}`,
  number: "お問い合わせの際は、この番号をお伝えください:",
  signedOut: "サインアウトしました",
  noSession:
    "このブラウザーには、ここでのセッションが残っていません。ほかの人も使うコンピューターでは、ブラウザーのウィンドウもすべて閉じてください。",
  stillSignedIn: (service, signOut) =>
    `${service} にはまだサインインしているため、ここでもう一度サインインしても何も求められません。ほかの人もこのコンピューターを使う場合は、${signOut(`${service} からもサインアウト`)}してください。`,
  signInAgain: "もう一度サインインする",
};
