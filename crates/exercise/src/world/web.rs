//! What people link to: outlets' articles, and a long tail of other sites.
//!
//! Site names are made of syllables, so they name nobody; their suffixes are real ones, because tools that look
//! up registrable domains treat reserved suffixes as no suffix at all and would see one single site.

use crate::{dice::Dice, words::Zipf};
use std::fmt::Write;

const SYLLABLES: [&str; 32] = [
    "ba", "dro", "ve", "lin", "mar", "to", "kes", "ri", "no", "sal", "pe", "gur", "zi", "mon", "ta", "ler",
    "vo", "shi", "ka", "den", "fu", "ros", "je", "wal", "ni", "cor", "ha", "tes", "ju", "bel", "or", "dan",
];
const NEWS: [&str; 10] =
    ["post", "times", "herald", "news", "daily", "tribune", "monitor", "press", "today", "online"];
const SUFFIXES: [&str; 12] =
    ["com", "org", "net", "eu", "info", "de", "ro", "lv", "bg", "gr", "ge", "com.ua"];
const SECTIONS: [&str; 6] = ["politics", "world", "society", "economy", "news", "local"];

/// A published article.
#[derive(Clone, Debug)]
pub(crate) struct Article {
    pub url: String,
    pub headline: String,
    pub topic: u8,
    pub outlet: u32,
    /// How much people share it; heavy-tailed.
    pub appeal: f64,
}

/// Sites and the articles of the last days.
pub(crate) struct Web {
    tail: Vec<String>,
    tail_rank: Zipf,
    /// Per language the latest articles, oldest first, as a ring.
    latest: Vec<(Vec<Article>, usize)>,
    /// Articles a language remembers.
    memory: usize,
    next_number: u32,
}

impl Web {
    /// The web that `accounts` accounts of `tongues` languages link to.
    pub fn new(seed: u64, accounts: usize, tongues: usize) -> Self {
        let mut dice = Dice::new(seed, "web", 0);
        let sites = (accounts / 15).clamp(60, 20_000);
        Self {
            tail: (0..sites).map(|_| site(&mut dice)).collect(),
            tail_rank: Zipf::new(sites),
            latest: vec![(Vec::new(), 0); tongues],
            memory: (accounts / 60).clamp(12, 3_000),
            next_number: 40_000 + dice.below(9_000) as u32,
        }
    }

    /// Publishes an article on `site` at `day` and lets people find it.
    pub fn publish(
        &mut self,
        tongue: usize,
        site: &str,
        headline: String,
        topic: usize,
        outlet: u32,
        dice: &mut Dice,
    ) -> Article {
        let url = self.address(site, dice);
        let article = Article { url, headline, topic: topic as u8, outlet, appeal: dice.pareto(1.2) };
        let (ring, next) = &mut self.latest[tongue];
        if ring.len() < self.memory {
            ring.push(article.clone());
        } else {
            ring[*next] = article.clone();
        }
        *next = (*next + 1) % self.memory;
        article
    }

    /// A fresh address on `site`.
    pub fn address(&mut self, site: &str, dice: &mut Dice) -> String {
        self.next_number += 1 + dice.below(5) as u32;
        format!("https://{site}/{}/{}-{}", dice.pick(&SECTIONS), self.next_number, stem(2, dice))
    }

    /// An article people talk about now: new ones and appealing ones first.
    pub fn current(&self, tongue: usize, dice: &mut Dice) -> Option<&Article> {
        let (ring, next) = &self.latest[tongue];
        let age = |dice: &mut Dice| {
            let rank = libm::pow(ring.len() as f64, dice.unit()) as usize;
            let newest = if ring.len() < self.memory { ring.len() } else { *next + ring.len() };
            &ring[(newest - rank.clamp(1, ring.len())) % ring.len()]
        };
        if ring.is_empty() {
            return None;
        }
        let (first, second) = (age(dice), age(dice));
        Some(if first.appeal >= second.appeal { first } else { second })
    }

    /// Appends a page of the long tail: videos, blogs, shops. A few pages are linked by many, most by one.
    pub fn anywhere(&self, out: &mut String, dice: &mut Dice) {
        let site = &self.tail[self.tail_rank.rank(dice.bits())];
        let page = dice.pareto(0.35).min(4e9) as u64;
        // Writing to a string cannot fail.
        let _ = write!(out, "https://{site}/{}/{page:x}", ["v", "p", "watch", "a"][page as usize % 4]);
    }
}

/// Appends what share buttons add to an address, for some of them.
pub(crate) fn track(out: &mut String, dice: &mut Dice) {
    let _ = match dice.below(20) {
        0 => write!(out, "?utm_source=social&utm_medium=share"),
        1 => write!(out, "?utm_source=twitter&utm_campaign=share_button"),
        2 => write!(out, "?fbclid=IwAR{:08x}{:08x}", dice.bits(), dice.bits()),
        3 => write!(out, "?ref=share"),
        _ => Ok(()),
    };
}

fn stem(syllables: usize, dice: &mut Dice) -> String {
    (0..syllables).map(|_| *dice.pick(&SYLLABLES)).collect()
}

/// A made-up site.
pub(crate) fn site(dice: &mut Dice) -> String {
    let syllables = dice.between(3, 4);
    format!("{}.{}", stem(syllables, dice), dice.pick_zipf(&SUFFIXES))
}

/// A made-up outlet's name and site.
pub(crate) fn outlet(dice: &mut Dice) -> (String, String) {
    let (stem, word) = (stem(3, dice), *dice.pick(&NEWS));
    (format!("{stem}{word}"), format!("{stem}-{word}.{}", dice.pick_zipf(&SUFFIXES)))
}

/// A look-alike of `site`: its label under another suffix, with an added word, or with one letter changed.
pub(crate) fn look_alike(site: &str, dice: &mut Dice) -> String {
    let (label, suffix) = site.split_once('.').unwrap_or((site, "com"));
    match dice.below(4) {
        0 | 1 => {
            let other = ["ltd", "live", "top", "fun", "press", "expert"];
            format!("{label}.{}", dice.pick(&other))
        }
        2 => format!("{label}-{}.{suffix}", dice.pick(&["media", "live", "24", "world"])),
        _ => {
            let swaps = [("o", "0"), ("l", "1"), ("rn", "m"), ("i", "l"), ("e", "3"), ("a", "aa")];
            match swaps.iter().find(|(from, _)| label.contains(from)) {
                Some((from, to)) => format!("{}.{suffix}", label.replacen(from, to, 1)),
                None => format!("the{label}.{suffix}"),
            }
        }
    }
}

/// A handle as people choose them, sometimes with a number.
pub(crate) fn handle(out: &mut String, town: &str, throwaway: bool, dice: &mut Dice) {
    out.clear();
    let numbered = if throwaway { 0.75 } else { 0.35 };
    match dice.below(6) {
        0 => {
            let (name, place) = (stem(2, dice), town);
            let _ = write!(out, "{name}_{place}");
        }
        1 | 2 => {
            let (first, last) = (stem(2, dice), stem(2, dice));
            let _ = write!(out, "{first}_{last}");
        }
        3 => out.push_str(&stem(4, dice)),
        _ => {
            let (first, last) = (stem(2, dice), stem(3, dice));
            let _ = write!(out, "{first}{last}");
        }
    }
    if dice.chance(numbered) {
        let digits = if throwaway { dice.between(1_000, 99_999_999) } else { dice.between(1, 9_999) };
        let _ = write!(out, "{digits}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_alike_differs_from_its_model_and_keeps_most_of_its_label() {
        let mut dice = Dice::new(3, "test", 0);
        for _ in 0..200 {
            let (_, site) = outlet(&mut dice);
            let fake = look_alike(&site, &mut dice);
            assert_ne!(site, fake);
            let equal = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
                a.zip(b).take_while(|(a, b)| a == b).count()
            };
            let before = equal(&mut site.chars(), &mut fake.chars());
            let after = equal(&mut site.chars().rev(), &mut fake.chars().rev());
            assert!(2 * (before + after) >= site.len(), "{site} {fake}");
        }
    }

    #[test]
    fn people_link_new_and_appealing_articles_most() {
        let mut dice = Dice::new(3, "test", 0);
        let mut web = Web::new(3, 6_000, 1);
        assert!(web.current(0, &mut dice).is_none());
        for i in 0..250 {
            web.publish(0, "site.eu", format!("headline {i}"), 0, 0, &mut dice);
        }
        let number = |article: &Article| article.headline[9..].parse::<usize>().unwrap();
        let drawn: Vec<usize> = (0..2_000).map(|_| number(web.current(0, &mut dice).unwrap())).collect();
        assert!(drawn.iter().all(|&i| i >= 150), "only what is remembered");
        assert!(drawn.iter().filter(|&&i| i >= 225).count() > 1_000, "the newest quarter gets most");
    }
}
