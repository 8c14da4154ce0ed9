//! A copy-paste network: the same message by many accounts, lightly reworded (Storm-1516 amplifiers, RRN posts).

use super::{Tradecraft, office_hours};
use crate::{
    dice::Dice,
    groups::{Behaviour, Cast},
    world::{Draft, World, web},
};

pub(super) struct CopyPaste {
    craft: Tradecraft,
    site: String,
    tags: Vec<String>,
}

impl CopyPaste {
    pub fn new(cast: &Cast, world: &World, dice: &mut Dice) -> Self {
        let lexicon = world.writer.lexicon(cast.tongue());
        // One coined tag among popular ones: most of what they use is everyone's.
        let mut tags = vec![lexicon.coin_tag(dice)];
        tags.extend(lexicon.tags[0].iter().take(3).cloned());
        Self { craft: Tradecraft::of(cast), site: web::site(dice), tags }
    }
}

impl Behaviour for CopyPaste {
    fn times(&self, cast: &Cast, dice: &mut Dice) -> Vec<u32> {
        let count = self.craft.operations(11.0, cast);
        office_hours(cast.days * 2 / 5, cast.vote(), count, dice)
    }

    fn posts_per_act(&self, cast: &Cast) -> f64 {
        self.craft.crew_size(cast)
    }

    fn act(&mut self, nth: usize, now: u32, cast: &Cast, world: &mut World, dice: &mut Dice) {
        let tongue = cast.tongue();
        let topic = cast.topic;
        let mut template = world.writer.template(tongue, topic, 10, dice);
        if dice.chance(0.6) {
            template.push_str(" #");
            template.push_str(dice.word_zipf(&self.tags));
        }
        let mut urls = Vec::new();
        if dice.chance(0.35) {
            // Half of the links go to ordinary articles: the campaign rides on the news.
            let news = if dice.chance(0.5) { world.web.current(tongue, dice) } else { None };
            let url = news.map(|article| article.url.clone());
            let url = url.unwrap_or_else(|| world.web.address(&self.site, dice));
            template.push(' ');
            template.push_str(&url);
            urls.push(url);
        }
        for account in self.craft.crew(nth, &cast.members, dice) {
            let at = now + self.craft.jitter(dice);
            let text = world.writer.reword(&template, tongue, topic, self.craft.edits(), dice);
            world.plan(at, account, Draft { text, urls: urls.clone(), topic, ..Draft::default() });
        }
    }
}
