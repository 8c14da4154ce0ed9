//! `ostrakon registry` through the real binary: from a table to the list that keeps names at ingest.

mod common;

use common::{done, fails, folder, text, write};

#[test]
fn a_table_becomes_the_list_that_keeps_names_at_ingest() {
    let folder = folder();
    let data = folder.path().join("data");
    let data = text(&data);
    done(["org", "add", "Authority", "--kind", "electoral-body", "--country", "DE", "--data", data]);
    for name in ["writer", "second"] {
        done(["user", "add", name, "--org", "Authority", "--role", "analyst", "--data", data]);
    }
    let acts = |who: &'static str| ["--as", who, "--data", data];
    let run = |words: &[&str], who| done([&["registry"], words, &acts(who)[..]].concat());
    // Given a table with a private person in it, then nothing of it is taken, and the line is named.
    let head = "name,kind,country,domains,accounts,basis,source\n";
    let good =
        "Example News,media,FR,example-news.org,x:ExampleNews,imprint,https://example-news.org/imprint\n";
    let bad =
        write(&folder, "bad.csv", format!("{head}{good}Ann,person,FR,,x:ann,imprint,https://x.com/ann\n"));
    let refused = fails(3, [&["registry", "import", text(&bad)], &acts("writer")[..]].concat());
    assert!(refused.contains("line 3, column kind") && refused.contains("never listed"), "{refused}");
    assert_eq!(run(&["list"], "writer").trim(), "");
    // When it is mended, then it is taken, and confirmed by somebody else.
    let table = write(&folder, "good.csv", format!("{head}{good}"));
    assert!(run(&["import", text(&table)], "writer").contains("1 added"));
    let id = run(&["list", "example"], "writer").split_whitespace().next().expect("an id").to_owned();
    fails(4, [&["registry", "verify", &id], &acts("writer")[..]].concat());
    assert!(run(&["verify", &id], "second").contains("confirmed"));
    // Then an ingest by this list leaves the newsroom its name, and nobody else.
    let list = folder.path().join("list.csv");
    run(&["export", "--shape", "ingest", "--out", text(&list)], "second");
    let posts = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n\
        1,ExampleNews,ExampleNews,,,The polls open at eight in the morning,1700000000,\n\
        2,ann,ann,,,The polls open at eight in the morning,1700000005,\n";
    let posts = write(&folder, "posts.csv", posts);
    let out = folder.path().join("out");
    done(["analyse", text(&posts), "--registry", text(&list), "--out", text(&out)]);
    // And a withdrawn entry is gone.
    run(&["withdraw", &id], "writer");
    assert_eq!(run(&["list"], "writer").trim(), "");
}
