//! Progress on a terminal; silent otherwise.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ostrakon_app::analyse::Stage;
use std::time::Duration;

/// A bar of bytes while reading, a spinner afterwards.
pub struct Bar(ProgressBar);

impl Bar {
    /// Hidden where `quiet`, or where standard error is no terminal.
    pub fn new(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self(bar)
    }

    /// Clears the line.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

impl ostrakon_app::Progress for Bar {
    fn bytes(&self, done: u64, total: Option<u64>) {
        if let Some(total) = total
            && self.0.length() != Some(total)
        {
            self.0.set_length(total);
            self.0.set_style(style("{msg:<18} {wide_bar} {bytes}/{total_bytes} {eta}"));
        }
        self.0.set_position(done);
    }
}

impl Stage for Bar {
    fn stage(&self, name: &'static str) {
        self.0.reset();
        self.0.unset_length();
        self.0.set_style(style("{spinner} {msg:<18} {elapsed}"));
        self.0.set_message(name);
    }
}
