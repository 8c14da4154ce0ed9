//! Neither the number of threads nor the size of blocks changes the result.

use super::*;
use ostrakon_model::Columns;
use proptest::prelude::*;

fn everything(columns: &Columns) -> impl PartialEq + std::fmt::Debug + use<> {
    let names = |names: &ostrakon_model::Names| names.iter().map(str::to_owned).collect::<Vec<_>>();
    (
        (columns.item_id.clone(), columns.text.clone(), columns.account.clone(), columns.time.clone()),
        (columns.repost_of.clone(), columns.urls.clone(), columns.hashtags.clone(), columns.source.clone()),
        (names(&columns.accounts), columns.handles.clone(), names(&columns.items), names(&columns.url_names)),
        columns.duplicates,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn threads_and_blocks_change_nothing(
        rows in prop::collection::vec((0u8..30, 0u8..5, "[ab,\"\n#]{0,8}", any::<bool>()), 0..60),
        block in 1usize..400, limit in 120usize..200,
    ) {
        let rows: Vec<String> = rows.iter().map(|(id, user, text, broken)| {
            let text = if *broken { format!("\"{text}") } else { format!("\"{}\"", text.replace('"', "\"\"")) };
            format!("m{id},a{user},h{id},r{user},,{text},1700000000,https://example.org/{id}")
        }).chain(std::iter::once(row("good", "a", "so that not every row is rejected"))).collect();
        let content = table(&rows);
        let read = |threads, block| {
            let options = ReadOptions { threads, block, max_record: limit, ..ReadOptions::default() };
            read_with(&content, &options).unwrap()
        };
        let (one, many) = (read(1, 1 << 20), read(3, block));
        prop_assert_eq!(everything(&one.columns), everything(&many.columns));
        let places = |r: &Reading| r.rejects.iter().map(|r| (r.line, r.column.clone(), r.reason.clone())).collect::<Vec<_>>();
        prop_assert_eq!(places(&one), places(&many));
        assert_nothing_lost(&many);
    }
}
