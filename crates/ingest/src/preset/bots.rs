//! Handles that declare their account automated.
//!
//! Platforms without a bot flag leave the declaration to the handle (`weather_bot`, `WeatherBot`). An account
//! that declares itself is no covert automation, and detectors must be able to set it apart. Only a token of its
//! own counts: `robotics` and `abbot` declare nothing. A bare `weatherbot` cannot be told from them and does not
//! count either.

/// Whether `bot` stands as a token of its own at the start or end of the handle.
pub(crate) fn declares_itself(handle: &str) -> bool {
    // Federated and domain handles: `news_bot@example.social`, `weather-bot.example.social`.
    let local = handle.split('@').find(|part| !part.is_empty()).unwrap_or(handle);
    [local, local.split('.').next().unwrap_or(local)].into_iter().any(|name| starts(name) || ends(name))
}

fn starts(name: &str) -> bool {
    let Some((token, rest)) = name.split_at_checked(3) else { return false };
    token.eq_ignore_ascii_case("bot")
        && match rest.chars().next() {
            None => true,
            Some(c) => delimits(c) || (c.is_uppercase() && token.ends_with('t')),
        }
}

fn ends(name: &str) -> bool {
    let Some(at) = name.len().checked_sub(3) else { return false };
    let Some((rest, token)) = name.split_at_checked(at) else { return false };
    token.eq_ignore_ascii_case("bot")
        && match rest.chars().next_back() {
            None => true,
            Some(c) => delimits(c) || (c.is_lowercase() && token.starts_with('B')),
        }
}

fn delimits(c: char) -> bool {
    matches!(c, '_' | '-' | '.') || c.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_its_own_declares() {
        for handle in [
            "weather_bot",
            "WeatherBot",
            "bot_weather",
            "BotWeather",
            "weather.bot",
            "bot-42",
            "quake3bot",
            "bot",
            "news_bot@example.social",
            "weather-bot.example.social",
            "weatherBOT",
        ] {
            assert!(declares_itself(handle), "{handle}");
        }
    }

    #[test]
    fn a_syllable_declares_nothing() {
        for handle in [
            "robotics",
            "abbot",
            "botanist",
            "Botany",
            "weatherbot",
            "WEATHERBOT",
            "talbot_1",
            "",
            "bo",
            "@",
            "émbot",
            "robot_fan",
        ] {
            assert!(!declares_itself(handle), "{handle}");
        }
    }
}
