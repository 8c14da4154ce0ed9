//! The client against a server made of a list: what comes over a link that breaks is whole, and nothing stands twice.

use super::{Client, Failure, Reply, Request, Transport};
use crate::taxii::{envelope, filter, stamp};
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A partner who has objects at positions, gives `page` at a time, and loses every `breaks`-th answer on the way.
struct Partner {
    objects: RefCell<Vec<(i64, String)>>,
    page: usize,
    breaks: usize,
    asked: RefCell<usize>,
}

impl Partner {
    fn new(positions: &[i64], page: usize, breaks: usize) -> Self {
        let object = |(n, &at): (usize, &i64)| (at, format!("{{\"id\":\"x--{n}\"}}"));
        let objects = RefCell::new(positions.iter().enumerate().map(object).collect());
        Self { objects, page, breaks, asked: RefCell::new(0) }
    }

    fn answer(&self, request: &Request) -> Reply {
        if let Some(body) = &request.body {
            let got = envelope::read(body).expect("an envelope");
            let total = got.objects.len();
            for object in got.objects {
                let mut all = self.objects.borrow_mut();
                if !all.iter().any(|(_, have)| have == object.get()) {
                    let at = all.last().map_or(1, |(at, _)| at + 1);
                    all.push((at, object.get().to_owned()));
                }
            }
            let status = format!(
                "{{\"id\":\"s\",\"status\":\"complete\",\"total_count\":{total},\"success_count\":{total},\
                 \"failure_count\":0,\"pending_count\":0}}"
            );
            return Reply { status: 202, date_added_last: None, body: status.into_bytes() };
        }
        let (_, query) = request.url.split_once('?').expect("a query");
        let pairs: Vec<(String, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.replace("%5B", "[").replace("%5D", "]"), value.replace("%3A", ":")))
            .collect();
        let filter =
            filter::Filter::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))).expect("a filter");
        let all = self.objects.borrow();
        // The cursor is a place in the list, so that several objects may have one date.
        let from = filter.next.map_or(0, |n| n as usize);
        let meant: Vec<_> =
            all.iter().filter(|(at, _)| *at > filter.added_after.unwrap_or(i64::MIN)).collect();
        let rows: Vec<_> = meant.iter().skip(from).take(self.page).collect();
        let next =
            (from + rows.len() < meant.len()).then(|| filter::write_cursor((from + rows.len()) as i64));
        let texts: Vec<&str> = rows.iter().map(|(_, text)| text.as_str()).collect();
        Reply {
            status: 200,
            date_added_last: rows.last().map(|(at, _)| stamp::write(*at)),
            body: envelope::write(&texts, next.as_deref()),
        }
    }
}

impl Transport for Partner {
    fn send(&self, request: &Request) -> Result<Reply, String> {
        *self.asked.borrow_mut() += 1;
        let reply = self.answer(request);
        // The request was carried out and its answer is lost: the worse of the two ways in which a link breaks.
        if self.breaks > 0 && (*self.asked.borrow()).is_multiple_of(self.breaks) {
            return Err("the link broke".into());
        }
        Ok(reply)
    }
}

/// What a poll that goes on after every break collects: object → how often it came.
fn collect(partner: &Partner, stop_after: usize) -> (BTreeMap<String, usize>, Option<String>) {
    let client = Client::new(partner, "http://127.0.0.1/root");
    let (mut kept, mut mark) = (BTreeMap::new(), None);
    for _ in 0..1000 {
        let (mut pages, from) = (0, mark.clone());
        let result = client.poll("c", from.as_deref(), |page| {
            pages += 1;
            if pages > stop_after {
                return Err("the disk is full".into());
            }
            mark.clone_from(&page.mark);
            page.objects.into_iter().for_each(|object| *kept.entry(object).or_default() += 1);
            Ok(())
        });
        if result.is_ok() {
            break;
        }
    }
    (kept, mark)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_poll_that_is_cut_anywhere_ends_with_every_object(
        mut positions in prop::collection::vec(1_i64..60, 0..80),
        page in 2_usize..9,
        breaks in prop::sample::select(vec![0, 2, 3, 7]),
    ) {
        positions.sort_unstable();
        // At most so many objects share a date as two pages hold: going on from a date cannot pass more.
        positions.dedup_by_key(|at| *at / 2);
        let partner = Partner::new(&positions, page, breaks);
        let (kept, _) = collect(&partner, 2);
        prop_assert_eq!(kept.len(), positions.len());
    }

    #[test]
    fn what_is_sent_over_a_bad_link_stands_once(count in 1_usize..40, breaks in prop::sample::select(vec![0, 2, 3])) {
        let partner = Partner::new(&[], 10, breaks);
        let objects: Vec<String> = (0..count).map(|n| format!("{{\"id\":\"y--{n}\"}}")).collect();
        let pushed = Client::new(&partner, "http://127.0.0.1/root/").push("c", &objects, |_| {}).expect("sent");
        prop_assert_eq!((pushed.sent, pushed.accepted), (count as u64, count as u64));
        prop_assert_eq!(partner.objects.borrow().len(), count);
    }
}

/// Says the same to everything.
struct Always(u16, &'static str);

impl Transport for Always {
    fn send(&self, _: &Request) -> Result<Reply, String> {
        Ok(Reply { status: self.0, date_added_last: None, body: self.1.as_bytes().to_vec() })
    }
}

/// A server that remembers where a client is: its cursor never changes.
struct Remembering(RefCell<usize>);

impl Transport for Remembering {
    fn send(&self, _: &Request) -> Result<Reply, String> {
        let page = self.0.replace_with(|page| *page + 1);
        let objects = format!("\"objects\":[{{\"id\":\"x--{page}\"}}]");
        let body = if page < 9 {
            format!("{{\"more\":true,\"next\":\"same\",{objects}}}")
        } else {
            format!("{{{objects}}}")
        };
        Ok(Reply { status: 200, date_added_last: None, body: body.into_bytes() })
    }
}

#[test]
fn a_server_that_keeps_its_place_under_one_cursor_is_read_to_its_end() {
    let mut kept = Vec::new();
    let polled = Client::new(&Remembering(RefCell::new(0)), "http://a").poll("c", None, |page| {
        kept.extend(page.objects);
        Ok(())
    });
    assert!(polled.is_ok(), "{polled:?}");
    assert_eq!(kept.len(), 10);
    // One that says the same page for ever ends in an error, and the page is kept once.
    let stuck = Always(200, "{\"more\":true,\"next\":\"same\",\"objects\":[{\"id\":\"x--1\"}]}");
    let mut pages = 0;
    let polled = Client::new(&stuck, "http://a").poll("c", None, |_| {
        pages += 1;
        Ok(())
    });
    assert!(matches!(polled, Err(Failure::Nonsense { .. })) && pages == 1);
}

#[test]
fn a_partner_who_refuses_or_talks_nonsense_is_named() {
    let keep = |_| Ok(());
    let refused = Always(403, "{\"title\":\"no\"}");
    let error = Client::new(&refused, "http://a").poll("c", None, keep).expect_err("refused");
    assert!(matches!(&error, Failure::Refused { status: 403, why, .. } if why.contains("no")), "{error}");
    let html = Always(200, "<html>");
    let error = Client::new(&html, "http://a").poll("c", None, keep).expect_err("nonsense");
    assert!(matches!(error, Failure::Nonsense { .. }), "{error}");
    let for_ever = Always(200, "{\"more\":true,\"next\":\"p1\"}");
    let error = Client::new(&for_ever, "http://a").poll("c", None, keep).expect_err("for ever");
    assert!(matches!(error, Failure::Nonsense { .. }), "{error}");
    let down = Always(503, "");
    let error = Client::new(&down, "http://a").about().expect_err("down");
    assert!(matches!(error, Failure::NoAnswer { .. }), "{error}");
}
