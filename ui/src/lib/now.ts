/** The clock of the installation: a drill has its own, and pages must tell "in three hours" and fill in times by that one. */
let ahead = 0;

/** Takes in what the server's clock showed just now. */
export function setClock(server: number): void {
  if (Number.isFinite(server)) ahead = server - Date.now();
}

/** Milliseconds since 1970 UTC. */
export const now = (): number => Date.now() + ahead;
