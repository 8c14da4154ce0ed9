/** The registers, in the order in which people look for them; a kind that the server has besides is listed after them. */
export const KINDS = [
  "alert", "notification", "notice", "statement", "information", "preservation", "team", "ad-check", "media-check", "measure", "plan", "case", "cyber", "evidence-file", "publication", "contestation",
  "crisis", "election", "report",
] as const;
