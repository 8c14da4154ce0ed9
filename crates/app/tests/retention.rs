//! What an ingest stores comes to its end on time, by the clock that is passed in (invariant 7).

use ostrakon_app::{ingest, load::Source, retention};
use std::path::Path;

const NOW: i64 = 1_750_000_000_000;
const DAY: i64 = 86_400_000;

fn ingest(folder: &Path, file: &str, rows: &str, now_ms: i64) {
    let input = folder.join(file);
    let header = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n";
    std::fs::write(&input, format!("{header}{rows}")).expect("the folder can be written to");
    let request = ingest::Request {
        source: Source { inputs: vec![input], threads: 1, ..Source::default() },
        data: folder.join("data"),
        dataset: "ds".into(),
        access_basis: "synthetic".into(),
        purpose: "testing retention".into(),
        retention: "30d".into(),
    };
    ingest::ingest(&request, now_ms, &()).expect("a good file");
}

#[test]
fn posts_and_lists_of_rejects_go_when_their_time_is_over_and_not_before() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("data");
    ingest(folder.path(), "a.csv", "1,11,a,,,old,1700000000,\n2,22,b,,,bad,never,\n", NOW);
    ingest(folder.path(), "b.csv", "3,33,c,,,young,1700000000,\n", NOW + DAY);

    // When: 30 days to the millisecond after the first.
    let early = retention::run(&data, false, NOW + 30 * DAY).expect("a lake");
    assert_eq!((early.datasets[0].rows, early.datasets[0].rejects.len()), (0, 0));
    let plan = retention::run(&data, true, NOW + 30 * DAY + 1).expect("a lake");
    let done = retention::run(&data, false, NOW + 30 * DAY + 1).expect("a lake");

    // Then: what was announced is what went, with a receipt; the younger post stays.
    assert_eq!((plan.datasets[0].rows, plan.datasets[0].rejects.len()), (1, 1));
    assert!(plan.datasets[0].receipt.is_none());
    let gone = &done.datasets[0];
    assert_eq!((gone.rows, &gone.rejects), (1, &plan.datasets[0].rejects));
    let receipt = gone.receipt.as_ref().expect("a receipt");
    assert_eq!((receipt.rows, receipt.executed_ms, receipt.files.len()), (1, NOW + 30 * DAY + 1, 1));
    assert!(done.to_string().contains(&receipt.files[0].sha256), "{done}");
    assert!(!gone.rejects[0].exists());
    assert_eq!((gone.handles.len(), &gone.handles), (1, &plan.datasets[0].handles));
    assert!(!gone.handles[0].exists());
    let left = retention::run(&data, true, NOW + 31 * DAY + 1).expect("a lake");
    assert_eq!(left.datasets[0].rows, 1);
}
