/** Light or dark: as the system has it, unless the viewer chose. */
export type Scheme = "system" | "light" | "dark";

class Choice {
  now = $state<Scheme>("system");

  choose(scheme: Scheme): void {
    this.now = scheme;
    if (scheme === "system") delete document.documentElement.dataset["scheme"];
    else document.documentElement.dataset["scheme"] = scheme;
    localStorage.setItem("scheme", scheme);
  }
}

export const scheme = new Choice();

export function begin(): void {
  const kept = localStorage.getItem("scheme");
  if (kept === "light" || kept === "dark") scheme.choose(kept);
}
