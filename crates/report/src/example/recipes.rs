//! What the example's groups do.

use crate::group::{Bearing, Strength};
use ostrakon_model::Signal;

/// A group in short.
#[derive(Clone)]
pub struct Recipe {
    pub rank: u32,
    pub flagged: bool,
    pub strength: Strength,
    pub verdict: &'static str,
    pub reasons: &'static [&'static str],
    pub accounts: u32,
    /// Mean time between the first and the last post of a wave, in seconds.
    pub spread_s: i64,
    pub waves: &'static [Wave],
    pub p: f64,
    pub organic: &'static str,
    pub innocent: &'static [(&'static str, Bearing, &'static str)],
}

/// Posts on one object at one time.
pub struct Wave {
    pub signal: Signal,
    pub object: &'static str,
    /// Hours after the start of the example's first day.
    pub at_h: f64,
    /// Wordings, given to the accounts in turn.
    pub texts: &'static [&'static str],
}

const fn wave(signal: Signal, object: &'static str, at_h: f64, texts: &'static [&'static str]) -> Wave {
    Wave { signal, object, at_h, texts }
}

pub static FLAGGED: [Recipe; 3] = [
    Recipe {
        rank: 1,
        flagged: true,
        strength: Strength::VeryStrong,
        verdict: "34 accounts posted nearly the same false closing times for polling stations, half of them within 23 seconds of each other.",
        reasons: &[
            "Three independent signals agree: same address, same reposted post, nearly the same text.",
            "31 of the 34 accounts wrote nothing in the 60 days before the first wave.",
            "No pair is explained by a popular object: outside the group, four accounts shared any of them.",
        ],
        accounts: 34,
        spread_s: 46,
        waves: &[
            wave(
                Signal::CoSimilarText,
                "polling stations close at 16:00",
                6.5,
                &[
                    "Heads up: polling stations in the north close at 16:00 today, not 20:00. Tell your neighbours before it is too late!",
                    "Heads up! Polling stations in the north close at 4 pm today, not 20:00. Tell your friends before it's too late",
                    "Careful: polling places in the north close at 16:00 today, NOT 20:00. Tell your neighbours before it is too late!",
                ],
            ),
            wave(
                Signal::CoLink,
                "https://wahlinfo-amt.example/zeiten",
                7.25,
                &[
                    "Achtung, geänderte Öffnungszeiten der Wahllokale! https://wahlinfo-amt.example/zeiten",
                    "Achtung: neue Öffnungszeiten der Wahllokale!! https://wahlinfo-amt.example/zeiten",
                ],
            ),
            wave(
                Signal::CoSimilarText,
                "مراكز الاقتراع تغلق مبكرا",
                9.0,
                &[
                    "عاجل: مراكز الاقتراع في الشمال تغلق الساعة الرابعة اليوم، أخبروا جيرانكم",
                    "عاجل: مراكز الاقتراع في الجنوب تغلق الساعة الرابعة اليوم، أخبروا أصدقاءكم",
                ],
            ),
            wave(Signal::CoRepost, "1799711111111111111", 11.1, &[""]),
            wave(
                Signal::CoSimilarText,
                "投票站提前关闭",
                13.4,
                &[
                    "紧急通知：北部投票站今天下午四点关闭，请转告邻居。",
                    "紧急通知：南部投票站今天下午四点关闭，请转告朋友。",
                ],
            ),
        ],
        p: 3.1e-41,
        organic: "Of 105 organic groups of this size that were tested, one reached a third of this synchrony, none all of it.",
        innocent: &[
            (
                "They are local offices that pass on an official notice.",
                Bearing::Against,
                "The authority's published closing time is 20:00; the linked site is not its own.",
            ),
            (
                "They react to the same breaking news.",
                Bearing::Against,
                "The first post of each wave has no earlier public source in the data, and only four outsiders share it.",
            ),
            (
                "They use the same declared scheduling tool.",
                Bearing::Silent,
                "The export does not say which client posted. Ask the platform, or look at the source label of the posts.",
            ),
        ],
    },
    Recipe {
        rank: 2,
        flagged: true,
        strength: Strength::Strong,
        verdict: "22 accounts pushed the same eleven-day-old web site in step, 41 seconds apart at most.",
        reasons: &[
            "The same four addresses in the same order, four times in one day.",
            "Every account was the first to post at least once: nobody follows, all are fed.",
        ],
        accounts: 22,
        spread_s: 30,
        waves: &[
            wave(
                Signal::CoLink,
                "https://nachrichten-heute.example/1",
                5.0,
                &[
                    "Das verschweigen sie euch https://nachrichten-heute.example/1",
                    "Das verschweigt man euch! https://nachrichten-heute.example/1",
                ],
            ),
            wave(
                Signal::CoLink,
                "https://nachrichten-heute.example/2",
                8.0,
                &["Unbedingt lesen https://nachrichten-heute.example/2"],
            ),
            wave(
                Signal::CoLink,
                "https://nachrichten-heute.example/3",
                15.0,
                &[
                    "Μην το χάσετε https://nachrichten-heute.example/3",
                    "Μην το χάσετε σήμερα https://nachrichten-heute.example/3",
                ],
            ),
            wave(
                Signal::CoLink,
                "https://nachrichten-heute.example/4",
                20.0,
                &[
                    "อ่านก่อนถูกลบ https://nachrichten-heute.example/4",
                    "อ่านด่วนก่อนถูกลบ https://nachrichten-heute.example/4",
                ],
            ),
        ],
        p: 8.8e-17,
        organic: "Of 105 organic groups of this size that were tested, two shared as many addresses, none within one minute.",
        innocent: &[
            (
                "They are the site's own channels.",
                Bearing::Silent,
                "The site has no imprint. If its operator lists these accounts, this is ordinary promotion.",
            ),
            (
                "They are readers of the same newsletter.",
                Bearing::Against,
                "Newsletter readers arrive over hours; here nine in ten posts of a wave fall within 41 seconds.",
            ),
        ],
    },
    Recipe {
        rank: 3,
        flagged: true,
        strength: Strength::Moderate,
        verdict: "15 accounts repost the same ten posts of one account within three minutes, day and night.",
        reasons: &["Reposts fall at all hours, with no pause longer than five hours in eight days."],
        accounts: 15,
        spread_s: 150,
        waves: &[
            wave(Signal::CoRepost, "1799700000000000001", 2.0, &[""]),
            wave(Signal::CoRepost, "1799700000000000002", 10.5, &[""]),
            wave(
                Signal::CoRepost,
                "1799700000000000003",
                22.0,
                &[
                    "</script><script>document.title='broken out'</script><!-- \u{2028}\u{202E}esrever\u{202C} \u{0} =1+1",
                ],
            ),
        ],
        p: 4.2e-5,
        organic: "Of 105 organic groups of this size that were tested, six look like this: fan communities among them.",
        innocent: &[
            (
                "They are fans with notifications on.",
                Bearing::For,
                "They repost one single account, which is what fans do.",
            ),
            (
                "They are in several time zones.",
                Bearing::Silent,
                "The export has no place or language setting of accounts.",
            ),
        ],
    },
];

pub static NOT_FLAGGED: [Recipe; 3] = [
    Recipe {
        rank: 4,
        flagged: false,
        strength: Strength::Weak,
        verdict: "48 accounts posted the text of one petition, over nine hours.",
        reasons: &[
            "Not flagged: the text is the template of a public petition, and the accounts share nothing else.",
            "Gaps follow the day: they look like people who sign one after another.",
        ],
        accounts: 48,
        spread_s: 9 * 3_600,
        waves: &[wave(
            Signal::CoText,
            "Jag har skrivit under: fler vallokaler på landsbygden!",
            8.0,
            &["Jag har skrivit under: fler vallokaler på landsbygden!"],
        )],
        p: 0.004,
        organic: "Petitions with a template look like this: 38 of the 40 that were tested.",
        innocent: &[(
            "They signed the same petition.",
            Bearing::For,
            "The text is the petition's own, with its link; 212 other accounts used it too.",
        )],
    },
    Recipe {
        rank: 5,
        flagged: false,
        strength: Strength::Weak,
        verdict: "7 newsroom accounts published the same agency reports within two minutes.",
        reasons: &["Not flagged: all seven declare themselves automated accounts of one publisher."],
        accounts: 7,
        spread_s: 100,
        waves: &[
            wave(
                Signal::CoLink,
                "https://agentur.example/wahl-1",
                12.0,
                &["Wahlbeteiligung am Mittag höher als 2019 https://agentur.example/wahl-1"],
            ),
            wave(
                Signal::CoLink,
                "https://agentur.example/wahl-2",
                18.0,
                &["Erste Hochrechnung um 20 Uhr https://agentur.example/wahl-2"],
            ),
        ],
        p: 2.0e-6,
        organic: "Newsroom syndication looks like this: all 25 that were tested.",
        innocent: &[(
            "They are one publisher's regional accounts.",
            Bearing::For,
            "They say so in their profiles, and link one domain only.",
        )],
    },
    Recipe {
        rank: 6,
        flagged: false,
        strength: Strength::None,
        verdict: "2 accounts reposted the same post once.",
        reasons: &["Not flagged: one shared act is not enough to tell it from chance (q = 0.41)."],
        accounts: 2,
        spread_s: 20,
        waves: &[wave(Signal::CoRepost, "1799700000000000009", 16.0, &[""])],
        p: 0.2,
        organic: "One pair of accounts in five does this by chance.",
        innocent: &[(
            "They happened to read the same post.",
            Bearing::For,
            "The post was among the most reposted of its hour.",
        )],
    },
];
