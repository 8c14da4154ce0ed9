/** Short words about what was just done; they stay until read when something failed. */
export interface Toast {
  id: number;
  text: string;
  bad: boolean;
  undo: (() => void) | undefined;
}

class Toasts {
  all = $state<Toast[]>([]);
  #next = 0;

  say(text: string, undo?: () => void): void {
    const id = this.#add(text, false, undo);
    setTimeout(() => this.close(id), undo ? 10_000 : 5_000);
  }

  fail(text: string): void {
    this.#add(text, true, undefined);
  }

  close(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  #add(text: string, bad: boolean, undo: (() => void) | undefined): number {
    const id = this.#next++;
    this.all = [...this.all.slice(-3), { id, text, bad, undo }];
    return id;
  }
}

export const toasts = new Toasts();
