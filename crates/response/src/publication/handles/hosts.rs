//! Where addresses name accounts: by host, which part of the path is one.
//!
//! Subdomains, ports and languages of a host are the host. A host that is not here is covered where it writes `/@name`, as
//! Mastodon, PeerTube, Misskey and their like do.

/// Where on a host the name of an account stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Host {
    /// The name without subdomains.
    name: &'static str,
    /// Whether the first part of a path is an account, unless it is one of [`PLACES`].
    pub(super) first: bool,
    /// Parts that a name follows, wherever in the path they stand.
    pub(super) markers: &'static [&'static str],
    /// Whether the subdomain is an account.
    pub(super) subdomain: bool,
}

const fn first(name: &'static str) -> Host {
    Host { name, first: true, markers: MARKERS, subdomain: false }
}

const fn behind(name: &'static str, markers: &'static [&'static str]) -> Host {
    Host { name, first: false, markers, subdomain: false }
}

const fn under(name: &'static str) -> Host {
    Host { name, first: false, markers: &[], subdomain: true }
}

/// Parts that a name follows on most hosts.
const MARKERS: &[&str] = &[
    "user", "users", "u", "c", "in", "people", "person", "profile", "profiles", "channel", "add", "stories",
    "author", "member", "members", "pages",
];

/// The hosts.
const HOSTS: &[Host] = &[
    first("x.com"),
    first("twitter.com"),
    first("nitter.net"),
    first("xcancel.com"),
    first("fxtwitter.com"),
    first("fixupx.com"),
    first("vxtwitter.com"),
    first("fixvx.com"),
    first("instagram.com"),
    first("instagr.am"),
    first("facebook.com"),
    first("fb.com"),
    first("fb.me"),
    first("messenger.com"),
    first("m.me"),
    Host { markers: &["s"], ..first("t.me") },
    Host { markers: &["s"], ..first("telegram.me") },
    Host { markers: &["s"], ..first("telegram.dog") },
    first("threads.net"),
    first("threads.com"),
    first("vk.com"),
    first("vk.ru"),
    first("vkontakte.ru"),
    first("ok.ru"),
    first("odnoklassniki.ru"),
    first("snapchat.com"),
    first("youtube.com"),
    first("gab.com"),
    first("minds.com"),
    first("twitch.tv"),
    first("pinterest.com"),
    first("soundcloud.com"),
    first("github.com"),
    first("patreon.com"),
    first("linktr.ee"),
    first("about.me"),
    first("ko-fi.com"),
    first("onlyfans.com"),
    first("weibo.com"),
    first("wa.me"),
    behind("bsky.app", MARKERS),
    behind("reddit.com", &["user", "u"]),
    behind("linkedin.com", &["in", "pub"]),
    behind("tiktok.com", MARKERS),
    behind("xing.com", MARKERS),
    behind("quora.com", MARKERS),
    behind("gettr.com", MARKERS),
    behind("rumble.com", MARKERS),
    behind("bitchute.com", MARKERS),
    behind("flickr.com", &["people", "photos"]),
    behind("discord.com", MARKERS),
    behind("discordapp.com", MARKERS),
    behind("medium.com", MARKERS),
    behind("mastodon.social", MARKERS),
    under("bsky.social"),
    under("tumblr.com"),
    under("livejournal.com"),
    under("substack.com"),
];

/// First parts of paths that are no account.
pub(super) const PLACES: &[&str] = &[
    "about",
    "accounts",
    "addlist",
    "addstickers",
    "addtheme",
    "ads",
    "business",
    "clip",
    "communities",
    "compose",
    "dialog",
    "directory",
    "download",
    "embed",
    "events",
    "explore",
    "feature",
    "features",
    "feed",
    "flagged",
    "gaming",
    "groups",
    "hashtag",
    "help",
    "home",
    "i",
    "intent",
    "iv",
    "jobs",
    "joinchat",
    "legal",
    "live",
    "login",
    "marketplace",
    "messages",
    "notifications",
    "oembed",
    "orgs",
    "p",
    "permalink.php",
    "photo",
    "photo.php",
    "photos",
    "playlist",
    "playlists",
    "plugins",
    "policies",
    "post",
    "premium",
    "privacy",
    "profile.php",
    "proxy",
    "redirect",
    "reel",
    "reels",
    "results",
    "s",
    "search",
    "setlanguage",
    "settings",
    "share",
    "share.php",
    "sharer",
    "sharer.php",
    "shorts",
    "signup",
    "socks",
    "sponsors",
    "story.php",
    "t",
    "tag",
    "terms",
    "topics",
    "tos",
    "trending",
    "tv",
    "v",
    "video",
    "videos",
    "watch",
];

/// Subdomains that are no account.
const FRONTS: [&str; 6] = ["www", "m", "api", "help", "about", "blog"];

/// Keys of a query whose value is an account.
pub(super) const KEYS: &[&str] = &["screen_name", "user", "username", "user_id", "via", "profile_id"];

/// Pages that name an account by `id`.
pub(super) const BY_ID: &[&str] = &["profile.php", "permalink.php", "story.php", "photo.php"];

/// What a host name is, and where in it an account stands, counted in characters.
pub(super) fn known(name: &str) -> Option<(Host, Option<std::ops::Range<usize>>)> {
    if name.split('.').any(|label| label == "nitter") {
        return Some((first("nitter.net"), None));
    }
    let is = |host: &&Host| {
        name.strip_suffix(host.name).is_some_and(|front| front.is_empty() || front.ends_with('.'))
    };
    let host = *HOSTS.iter().find(is)?;
    let front = name.strip_suffix(host.name).unwrap_or_default().trim_end_matches('.');
    let account = host.subdomain && !front.is_empty() && !FRONTS.contains(&front);
    Some((host, account.then(|| 0..front.chars().count())))
}
