//! Where generated posts go.
//!
//! Posts stream in time order, one at a time, so that an exercise of any size needs no more memory than what is
//! pending in it. A sink may write a file, fill columns, or count.

use ostrakon_model::{Columns, Post};
use std::io::{self, Write};

/// Takes the posts of an exercise, in order of time.
pub trait PostSink {
    /// Takes one post. Text, links, ids, author and time (in whole seconds) are set; hashtags and mentions stand in
    /// the text only, as in the exports whose columns these are; links are as posted, not canonical.
    ///
    /// # Errors
    /// Whatever keeps the sink from taking it; generation stops there.
    fn post(&mut self, post: &Post<'_>) -> io::Result<()>;
}

impl PostSink for Columns {
    fn post(&mut self, post: &Post<'_>) -> io::Result<()> {
        self.push(post);
        Ok(())
    }
}

impl PostSink for Vec<Post<'static>> {
    fn post(&mut self, post: &Post<'_>) -> io::Result<()> {
        self.push(post.clone().into_owned());
        Ok(())
    }
}

/// The columns of `posts.csv`, in order.
pub const POST_COLUMNS: [&str; 8] =
    ["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"];

/// Writes `posts.csv`: RFC 4180 quoting, `\n` line ends, times in s since the epoch, links separated by spaces.
pub struct CsvSink<W: Write> {
    out: csv::Writer<W>,
    urls: String,
    seconds: String,
}

impl<W: Write> CsvSink<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// When `out` does not take it.
    pub fn new(out: W) -> io::Result<Self> {
        let mut out = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
        out.write_record(POST_COLUMNS)?;
        Ok(Self { out, urls: String::new(), seconds: String::new() })
    }

    /// Writes what is still buffered.
    ///
    /// # Errors
    /// When the writer does not take it.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> PostSink for CsvSink<W> {
    fn post(&mut self, post: &Post<'_>) -> io::Result<()> {
        use std::fmt::Write;
        self.urls.clear();
        for url in &post.urls {
            if !self.urls.is_empty() {
                self.urls.push(' ');
            }
            self.urls.push_str(url);
        }
        self.seconds.clear();
        if let Some(at) = post.created_at {
            // Writing to a string cannot fail.
            let _ = write!(self.seconds, "{}", at.ms.div_euclid(1_000));
        }
        self.out.write_record([
            &*post.item_id,
            &*post.author_id,
            post.author_handle.as_deref().unwrap_or(""),
            post.repost_of.as_deref().unwrap_or(""),
            post.reply_to.as_deref().unwrap_or(""),
            post.text.as_deref().unwrap_or(""),
            &self.seconds,
            &self.urls,
        ])?;
        Ok(())
    }
}
