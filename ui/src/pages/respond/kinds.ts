/** The registers, in the order in which people look for them; a kind that the server has besides is listed after them. */
export const KINDS = [
  "alert", "notification", "notice", "statement", "information", "preservation", "team", "ad_check", "media_check", "measure", "plan", "case", "cyber", "evidence_file", "publication", "contestation",
  "crisis", "election", "report",
] as const;
