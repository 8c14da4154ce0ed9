//! `detect coordination`: one signal, one list of edges, parity with a peer where asked.

use crate::{
    AppError,
    load::{Loaded, Source},
};
use ostrakon_detect::coordination::{
    DirectedEdge, Matching, Reading, Shares,
    compat::{cnt, coortweet},
    directed_edges,
    layer::Layer,
    null::benjamini_hochberg,
    pairs::Least,
    shown_by, triples,
};
use ostrakon_ingest::{Progress, ReadOptions, Reject};
use ostrakon_model::{Columns, Fields, Signal, columns::NO_TIME};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
};

/// Whose definition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Definition {
    /// Ours: pairs with their p- and q-values.
    Own,
    /// coordination-network-toolkit.
    Cnt,
    /// CooRTweet, with its percentile of edge weights.
    CooRTweet {
        /// `edge_weight`.
        edge_weight: f64,
    },
}

/// What to detect.
#[derive(Clone, Debug)]
pub struct Request {
    /// Posts.
    pub source: Source,
    /// Signal.
    pub signal: Signal,
    /// Windows, s.
    pub windows_s: Vec<u32>,
    /// Least weight of an edge; CooRTweet's `min_participation`.
    pub min_weight: u32,
    /// Whose definition.
    pub definition: Definition,
    /// List accounts that match themselves.
    pub self_loops: bool,
    /// Least similarity of nearly equal texts.
    pub similarity: f64,
    /// Where to: `.tsv` or `.csv`; `-` is standard output, as TSV.
    pub out: PathBuf,
}

/// What came out.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Done {
    /// Posts read.
    pub posts: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// Edges written.
    pub edges: u64,
    /// Rows that took no part, by reason, most first.
    pub left_out: Vec<LeftOut>,
    /// What is to be known of the edges beside their numbers, in sentences.
    pub warnings: Vec<String>,
}

/// Rows that took no part.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// How many.
    pub rows: u64,
    /// Why: what follows on "12 rows".
    pub why: String,
}

/// What a signal needs of each post.
pub fn fields_of(signal: Signal) -> Fields {
    match signal {
        Signal::CoRepost | Signal::CoPost => Fields::REPOST,
        Signal::CoReply => Fields::REPLY | Fields::REPOST,
        Signal::CoLink | Signal::CoDomain => Fields::URLS | Fields::REPOST,
        Signal::CoHashtag => Fields::HASHTAGS | Fields::REPOST,
        Signal::CoMention => Fields::MENTIONS | Fields::REPOST,
        Signal::CoText | Signal::CoSimilarText => Fields::TEXT | Fields::REPOST,
        Signal::CoMedia => Fields::MEDIA | Fields::REPOST,
    }
}

/// Reads, counts, writes.
pub fn detect(request: &Request, progress: &dyn Progress) -> Result<Done, AppError> {
    if request.windows_s.len() != 1 && request.definition != Definition::Own {
        return Err(AppError::Usage(
            "the peers know one window at a time: give --window once with --compat".into(),
        ));
    }
    let extension = request.out.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    if request.out != Path::new("-") && !matches!(extension.as_str(), "tsv" | "csv") {
        return Err(AppError::Usage(format!(
            "{}: the ending says the format, and it is neither .tsv nor .csv (`ostrakon analyse` writes Parquet too)",
            request.out.display()
        )));
    }
    let separator = if extension == "csv" { ',' } else { '\t' };
    let raw_urls = request.definition != Definition::Own;
    let options = ReadOptions {
        digest: false,
        relative_times: request.definition != Definition::Own,
        // Any post is an object of co-post; nearly equal texts are compared by the post, the empty ones too.
        shares_only: !matches!(request.signal, Signal::CoPost | Signal::CoText | Signal::CoSimilarText),
        ..request.source.options(fields_of(request.signal), raw_urls)
    };
    let loaded = request.source.load_as(&options, None, progress)?;
    let columns = &loaded.columns;
    let mut table = Table { text: String::new(), separator, rows: 0 };
    match request.definition {
        Definition::Cnt => {
            let params = cnt::Params {
                signal: request.signal,
                window_ms: i64::from(request.windows_s[0]) * 1_000,
                min_weight: request.min_weight,
                similarity: request.similarity,
            };
            table.directed(columns, cnt::edges(columns, &params)?, request.self_loops, None);
        }
        Definition::CooRTweet { edge_weight } => {
            let params = coortweet::Params {
                window_ms: i64::from(request.windows_s[0]) * 1_000,
                min_participation: request.min_weight,
                edge_weight,
            };
            let triples = triples(columns, request.signal, Reading::Peer);
            table.coortweet(columns, &coortweet::edges(&triples, &columns.accounts, &params));
        }
        Definition::Own => own(request, columns, &mut table)?,
    }
    write(&request.out, &table.text)?;
    let posts = loaded.inputs.iter().map(|input| input.posts).sum();
    let rejected = loaded.rejects.len() as u64;
    let warnings = widened(request, columns).into_iter().collect();
    Ok(Done { posts, rejected, edges: table.rows, left_out: left_out(&loaded), warnings })
}

/// Rows that take no part, by reason, most first.
fn left_out(loaded: &Loaded) -> Vec<LeftOut> {
    let mut out: Vec<LeftOut> = Vec::new();
    let mut add = |rows: u64, why: String| {
        if rows > 0 {
            out.push(LeftOut { rows, why });
        }
    };
    let mut columns: BTreeMap<&str, (u64, &Reject)> = BTreeMap::new();
    for reject in &loaded.rejects {
        columns.entry(&reject.column).or_insert((0, reject)).0 += 1;
    }
    for (column, (rows, first)) in columns {
        let column = if column.is_empty() { String::new() } else { format!("{column}, ") };
        let place = format!("{}, {column}first at line {}", first.path.display(), first.line);
        add(rows, format!("could not be read ({place}: {})", first.reason));
    }
    let untimed = loaded.columns.time.iter().filter(|&&time| time == NO_TIME).count() as u64;
    add(untimed.saturating_sub(loaded.dated), "have no time".to_owned());
    add(loaded.dated, "are dated only to the day, in data that know the time".to_owned());
    add(loaded.columns.duplicates, "repeat the id of an earlier row".to_owned());
    let mut others: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, rows) in loaded.inputs.iter().flat_map(|input| &input.not_posts) {
        *others.entry(name.as_ref()).or_default() += rows;
    }
    for (name, rows) in others {
        add(rows, format!("are no posts ({name})"));
    }
    out.sort_by(|x, y| y.rows.cmp(&x.rows).then_with(|| x.why.cmp(&y.why)));
    out
}

/// The windows in which pairs are looked for, in ms: those that were asked for, as far as the times can show them.
fn windows(request: &Request, columns: &Columns) -> Vec<i64> {
    let asked: Vec<i64> = request.windows_s.iter().map(|&s| i64::from(s) * 1_000).collect();
    shown_by(columns.precision, &asked)
}

/// What is said when the times are too rough for a window.
fn widened(request: &Request, columns: &Columns) -> Option<String> {
    let list = |windows: &[i64]| windows.iter().map(|w| format!("{w} s")).collect::<Vec<_>>().join(", ");
    let asked: Vec<i64> = request.windows_s.iter().map(|&s| i64::from(s)).collect();
    let used: Vec<i64> = windows(request, columns).iter().map(|ms| ms / 1_000).collect();
    (request.definition == Definition::Own && used.iter().any(|window| !asked.contains(window))).then(|| {
        let known = format!("{:?}", columns.precision).to_lowercase();
        format!("Times are known to the {known}: looked at {} instead of {}.", list(&used), list(&asked))
    })
}

/// Ours: every pair that reaches the weight, with its significance; with `--self-loops` the directed counts.
fn own(request: &Request, columns: &Columns, table: &mut Table) -> Result<(), AppError> {
    let windows = windows(request, columns);
    let widest = windows.iter().copied().max().unwrap_or(0);
    if request.self_loops && request.signal == Signal::CoSimilarText {
        return Err(AppError::Usage(
            "--self-loops with co-similar-text is the peer's notion: add --compat cnt".into(),
        ));
    }
    if request.self_loops {
        let shares = Shares::group(&triples(columns, request.signal, Reading::Own), columns.accounts.len());
        for &window_ms in &windows {
            let edges = directed_edges(&shares, Matching { window_ms, neighbours: None }, request.min_weight);
            table.directed(columns, edges, true, Some(window_ms / 1_000));
        }
        return Ok(());
    }
    let layer = Layer::new(columns, request.signal, request.similarity, widest)?;
    let tests = layer.active(request.min_weight).count() as f64;
    table.line(&["source", "target", "signal", "window_s", "weight", "surprise", "p", "q"]);
    for &window_ms in &windows {
        let (moments, null) = layer.at(window_ms, u32::MAX);
        let pairs = layer.pairs(&moments, &null, window_ms, Least { moments: request.min_weight, p: 1.0 });
        let p: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
        let q = benjamini_hochberg(&p, tests * (tests - 1.0) / 2.0);
        for (pair, q) in pairs.iter().zip(q) {
            let (a, b) = (columns.accounts.get(pair.a), columns.accounts.get(pair.b));
            table.line(&[
                a.min(b),
                a.max(b),
                request.signal.name(),
                &(window_ms / 1_000).to_string(),
                &pair.moments.to_string(),
                &format!("{:.3}", pair.surprise),
                &format!("{:e}", pair.p),
                &format!("{:e}", q.min(1.0)),
            ]);
            table.rows += 1;
        }
    }
    Ok(())
}

/// A table in memory; it is written whole or not at all.
struct Table {
    text: String,
    separator: char,
    rows: u64,
}

impl Table {
    fn line(&mut self, cells: &[&str]) {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.text.push(self.separator);
            }
            if self.separator == ',' && cell.contains([',', '"', '\n', '\r']) {
                let _ = write!(self.text, "\"{}\"", cell.replace('"', "\"\""));
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }

    /// Directed edges in order of bytes, as the peers' users compare them.
    fn directed(
        &mut self,
        columns: &Columns,
        edges: Vec<DirectedEdge>,
        self_loops: bool,
        window_s: Option<i64>,
    ) {
        let name = |account| columns.accounts.get(account);
        let mut edges: Vec<DirectedEdge> =
            edges.into_iter().filter(|e| self_loops || e.source != e.target).collect();
        edges
            .sort_unstable_by(|x, y| (name(x.source), name(x.target)).cmp(&(name(y.source), name(y.target))));
        match window_s {
            None => self.line(&["source", "target", "weight"]),
            Some(_) if self.text.is_empty() => self.line(&["source", "target", "weight", "window_s"]),
            Some(_) => {}
        }
        for edge in &edges {
            let weight = edge.weight.to_string();
            let window = window_s.map(|s| s.to_string());
            let cells =
                [name(edge.source), name(edge.target), &weight, window.as_deref().unwrap_or_default()];
            self.line(&cells[..if window_s.is_some() { 4 } else { 3 }]);
        }
        self.rows += edges.len() as u64;
    }

    fn coortweet(&mut self, columns: &Columns, edges: &[coortweet::Edge]) {
        self.line(&[
            "from",
            "to",
            "weight",
            "avg_time_delta",
            "n_content_id",
            "n_content_id_y",
            "edge_symmetry_score",
            "weight_threshold",
        ]);
        for edge in edges {
            self.line(&[
                columns.accounts.get(edge.from),
                columns.accounts.get(edge.to),
                &edge.weight.to_string(),
                &fifteen_digits(edge.avg_time_delta),
                &edge.n_content_id.to_string(),
                &edge.n_content_id_y.to_string(),
                &fifteen_digits(edge.edge_symmetry_score),
                &u8::from(edge.weight_threshold).to_string(),
            ]);
        }
        self.rows += edges.len() as u64;
    }
}

/// A number with at most fifteen significant digits and no trailing zeros, as R writes it.
fn fifteen_digits(value: f64) -> String {
    let magnitude = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    let text = format!("{value:.*}", (14 - magnitude).clamp(0, 300) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn write(path: &Path, text: &str) -> Result<(), AppError> {
    if path == Path::new("-") {
        let mut out = std::io::stdout().lock();
        return out.write_all(text.as_bytes()).map_err(AppError::file(path, "is the reading end closed?"));
    }
    Ok(ostrakon_report::atomic::write(path, |out| out.write_all(text.as_bytes()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(rows: &str, definition: Definition) -> (Done, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let (posts, out) = (folder.path().join("posts.csv"), folder.path().join("edges.tsv"));
        let header = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls";
        std::fs::write(&posts, format!("{header}\n{rows}")).expect("written");
        let request = Request {
            source: Source {
                inputs: vec![posts],
                reveal: Some("a test of counts".to_owned()),
                ..Source::default()
            },
            signal: Signal::CoRepost,
            windows_s: vec![60],
            min_weight: 1,
            definition,
            self_loops: false,
            similarity: 0.7,
            out: out.clone(),
        };
        let done = detect(&request, &()).expect("the posts can be read");
        (done, std::fs::read_to_string(out).expect("the edges are written"))
    }

    #[test]
    fn rows_that_take_no_part_are_counted_by_reason() {
        let rows = "1,a,A,p,,x,1717963200,\n2,b,B,p,,x,31.12.2024,\n3,c,C,p,,x,yesterday,\n4,d,D,p,,x,1717963205,\n\
                    5,e,E,p,,x,0,\n1,a,A,p,,x,1717963200,\n";
        let (done, _) = detected(rows, Definition::Own);
        assert_eq!((done.edges, done.rejected), (1, 2));
        let told: Vec<(u64, bool)> =
            done.left_out.iter().map(|one| (one.rows, one.why.contains("31.12.2024"))).collect();
        assert_eq!(told, [(2, true), (1, false), (1, false)], "{:?}", done.left_out);
        assert!(done.left_out.iter().any(|one| one.why.contains("no time")), "{:?}", done.left_out);
        assert!(done.left_out.iter().any(|one| one.why.contains("repeat")), "{:?}", done.left_out);
    }

    #[test]
    fn windows_that_times_cannot_show_are_widened_and_that_is_said() {
        let days = "1,a,A,p,,x,2024-06-09,\n2,b,B,p,,x,2024-06-09,\n3,a,A,q,,x,2024-06-10,\n4,b,B,q,,x,2024-06-10,\n";
        let (done, edges) = detected(days, Definition::Own);
        assert_eq!(done.warnings, ["Times are known to the day: looked at 86400 s instead of 60 s."]);
        assert!(edges.lines().nth(1).is_some_and(|line| line.contains("\t86400\t")), "{edges}");
        let (done, _) = detected(days, Definition::Cnt);
        assert!(done.warnings.is_empty(), "the peers know no precision");
    }

    #[test]
    fn relative_times_from_below_zero_are_times_for_the_peers() {
        let rows = "1,a,A,p,,x,-30,\n2,b,B,p,,x,0,\n3,c,C,p,,x,20,\n4,d,D,p,,x,200,\n";
        let (done, edges) = detected(rows, Definition::Cnt);
        assert!(done.left_out.is_empty(), "{:?}", done.left_out);
        let pairs: Vec<&str> = edges.lines().skip(1).collect();
        assert!(pairs.iter().all(|pair| !pair.contains('d')) && pairs.len() >= 3, "{edges}");
    }

    #[test]
    fn numbers_read_as_r_writes_them() {
        let cases = [
            (16.333_333_333_333_332, "16.3333333333333"),
            (7.0, "7"),
            (26.5, "26.5"),
            (2.0 / 3.0, "0.666666666666667"),
        ];
        for (value, text) in cases {
            assert_eq!(fifteen_digits(value), text);
        }
        assert_eq!(fifteen_digits(0.0), "0");
    }
}
