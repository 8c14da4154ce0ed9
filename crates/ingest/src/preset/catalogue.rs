//! All presets, embedded and parsed once.
//!
//! They are compiled into the binary rather than read from a folder, so that a result can be repeated from the
//! version of the program alone; a user's own mapping is `--map`, and is written into run.json.

use super::Preset;
use super::spec::Spec;
use std::sync::LazyLock;

/// In the order in which they are listed; of equally fitting ones the first wins.
const FILES: [&str; 41] = [
    include_str!("../../presets/ostrakon.toml"),
    include_str!("../../presets/coordination-network-toolkit.toml"),
    include_str!("../../presets/coortweet.toml"),
    include_str!("../../presets/x-api-v2.toml"),
    include_str!("../../presets/twarc-csv.toml"),
    include_str!("../../presets/x-information-operations.toml"),
    include_str!("../../presets/4cat-custom.toml"),
    include_str!("../../presets/4cat-bluesky.toml"),
    include_str!("../../presets/4cat-telegram.toml"),
    include_str!("../../presets/4cat-tiktok.toml"),
    include_str!("../../presets/4cat-tiktok-comments.toml"),
    include_str!("../../presets/4cat-x-zeeschuimer.toml"),
    include_str!("../../presets/4cat-x-api-v2.toml"),
    include_str!("../../presets/4cat-facebook.toml"),
    include_str!("../../presets/4cat-instagram.toml"),
    include_str!("../../presets/4cat-threads.toml"),
    include_str!("../../presets/4cat-truth.toml"),
    include_str!("../../presets/4cat-vk.toml"),
    include_str!("../../presets/zeeschuimer-tiktok.toml"),
    include_str!("../../presets/zeeschuimer-x.toml"),
    include_str!("../../presets/zeeschuimer-truth.toml"),
    include_str!("../../presets/zeeschuimer-instagram.toml"),
    include_str!("../../presets/zeeschuimer-threads.toml"),
    include_str!("../../presets/telegram-desktop.toml"),
    include_str!("../../presets/telegram-csds.toml"),
    include_str!("../../presets/bluesky-jetstream-v1.toml"),
    include_str!("../../presets/bluesky-jetstream-v2.toml"),
    include_str!("../../presets/mastodon.toml"),
    include_str!("../../presets/youtube-api.toml"),
    include_str!("../../presets/youtube-data-tools-comments.toml"),
    include_str!("../../presets/youtube-data-tools-videos.toml"),
    include_str!("../../presets/tiktok-research-videos.toml"),
    include_str!("../../presets/tiktok-research-comments.toml"),
    include_str!("../../presets/tiktok-csds.toml"),
    include_str!("../../presets/meta-content-library.toml"),
    include_str!("../../presets/crowdtangle-facebook.toml"),
    include_str!("../../presets/crowdtangle-instagram.toml"),
    include_str!("../../presets/gdelt-events.toml"),
    include_str!("../../presets/gdelt-mentions.toml"),
    include_str!("../../presets/gdelt-gkg.toml"),
    include_str!("../../presets/gdelt-doc.toml"),
];

static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|file| {
            // The files are part of the program: a test parses each, so that this cannot fail on a user.
            let spec: Spec = toml::from_str(file).expect("an embedded preset is well-formed");
            // Presets live as long as the program; leaking them once lets posts borrow their names.
            Preset::new(Box::leak(Box::new(spec)))
        })
        .collect()
});

pub(super) fn all() -> &'static [Preset] {
    &PRESETS
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_file_is_a_preset_with_its_sources_and_traps() {
        let mut names = HashSet::new();
        for file in FILES {
            let spec: Spec = match toml::from_str(file) {
                Ok(spec) => spec,
                Err(fault) => panic!("{fault}\n{}", file.lines().next().unwrap_or_default()),
            };
            assert!(names.insert(spec.name.clone()), "{} is there twice", spec.name);
            assert!(!spec.sources.is_empty() && !spec.traps.is_empty(), "{}", spec.name);
            assert!(!spec.signature.is_empty() && spec.description.ends_with('.'), "{}", spec.name);
        }
    }
}
