//! Seeds of simulated runs that are always played (docs/simulation.md); `cargo xtask sim` plays as many others as one likes.

use mm_sim::runs::{self, Played, Script, Weather, LEAVING, PECULIAR};

/// Seeds that failed once. They are played for ever.
const FAILED_ONCE: &[u64] = &[92, 233, 294, 353, 363, 390, 407, 952, 1547, 1655, 1765, 1682296];

/// The same of those in which answers overtake each other.
const FAILED_ONCE_IN_STORM: &[u64] = &[
    81, 120, 193, 212, 261, 264, 270, 315, 357, 360, 411, 433, 479, 705, 866, 1062, 1350, 1378, 1573, 1712,
    1749, 2763, 4672, 24209, 60253, 61703, 70006, 70466, 72626, 1097962, 1111106, 1282962, 1425546, 1494650,
    2077786, 2113586,
];

/// The same of those in which each run has a mix of its own.
const FAILED_ONCE_IN_MIXED: &[u64] = &[
    8, 40, 101, 123, 142, 149, 152, 219, 243, 264, 276, 308, 333, 406, 482, 593, 604, 868, 941, 971, 1071,
    1158, 1348, 1631, 1913, 2065, 2372, 2735, 10092, 10203, 20040, 20222, 22723, 25356, 25757, 26139, 26759,
    30070, 40502, 41096, 41998, 42129, 44440, 45381, 60343, 62901, 63910, 64809, 66462, 74831, 76764, 100233,
    100458, 100958, 102893, 103895, 110017, 120605, 140318, 142166, 202879, 206723, 207607, 211343, 212509,
    215070, 219584, 219860, 221158, 222782, 223744, 240543, 242699, 244749, 254265, 262387, 266626, 266723,
    402636, 500884, 816132, 1011015, 1146729, 1153755, 1163171, 1073881, 1264811, 1278153, 1612721, 1621465,
    1679785, 1682883, 1733137, 1964209,
];

/// The same of those in which pages are loaded anew.
const FAILED_ONCE_IN_GUSTS: &[u64] = &[
    51, 65, 75, 106, 182, 233, 339, 542, 703, 705, 1270, 42382, 1014780, 1015788, 1093372, 1299500, 1600276,
];

/// The same of those in which people send files.
const FAILED_ONCE_IN_HAIL: &[u64] = &[
    18, 48, 116, 117, 766, 852, 1104, 261224, 261813, 266614, 310606, 311049, 311179, 440644, 600292, 601095,
    612640, 612968, 1045973, 1087837, 127, 1100605, 1121277, 1140741, 1276557, 1277213, 1147437, 1277365,
    1347445, 1352421, 1406077, 1431373, 1439493, 1363173, 1439669, 1453805, 1455373, 1491773, 1544877,
    1549717, 1659405, 2121469,
];

/// The same of those with many people on several devices each.
const FAILED_ONCE_IN_CROWDS: &[u64] = &[
    41, 70, 276, 1011158, 1012846, 1030462, 1081318, 1160878, 1166382, 1125534, 1144238, 1281430, 1459902,
    1484646, 1614742, 1706590, 1918214, 1927310,
];

/// The same of those with files.
const FAILED_ONCE_IN_SLEET: &[u64] = &[
    620021, 620095, 620232, 620330, 630014, 630153, 1064799, 1092615, 1099559, 1262063, 1277887, 1265247,
    1090751, 1176255, 1181623, 1279983, 1062799, 1066287, 1117855, 1133103, 1157879, 1263695, 1263831,
    1273999, 1297055, 1341007, 1367863, 1392583, 1394263, 1395391, 1403519, 1408927, 1438519, 1443127,
    1445071, 1446823, 1475295, 1481831, 1519079, 1561239, 2103915, 1662415, 1716511, 1780847, 1791151,
    1803015, 1803591, 1818303, 1818575, 1964271, 2029383, 2104647,
];

/// The same of those in which people have habits of their own, and links may be slow.
const FAILED_ONCE_PECULIAR: &[(Weather, u64)] = &[
    (Weather::Gusts, PECULIAR + 3353156),
    (Weather::Mixed, PECULIAR + 3361361),
    (Weather::Mixed, PECULIAR + 3521945),
    (Weather::Mixed, PECULIAR + 3566345),
    (Weather::Mixed, PECULIAR + 3571019),
    (Weather::Rain, PECULIAR + 3590464),
    (Weather::Rain, LEAVING + 400),
    (Weather::Gusts, LEAVING + 180),
    (Weather::Gusts, LEAVING + 372),
    (Weather::Hail, LEAVING + 5),
    (Weather::Sleet, LEAVING + 4567),
    (Weather::Crowd, LEAVING + 15894),
    (Weather::Hail, LEAVING + 18149),
    (Weather::Sleet, LEAVING + 20295),
    (Weather::Sleet, LEAVING + 29535),
    (Weather::Hail, LEAVING + 51861),
    (Weather::Sleet, LEAVING + 66007),
    (Weather::Hail, LEAVING + 74621),
    (Weather::Mixed, LEAVING + 78697),
    (Weather::Hail, LEAVING + 84773),
    (Weather::Crowd, LEAVING + 95430),
    (Weather::Storm, LEAVING + 99050),
    (Weather::Sleet, LEAVING + 120359),
    (Weather::Hail, LEAVING + 143925),
    (Weather::Gusts, LEAVING + 144092),
    (Weather::Mixed, LEAVING + 150939),
    (Weather::Mixed, LEAVING + 158513),
    (Weather::Crowd, LEAVING + 180430),
    (Weather::Hail, PECULIAR + 3202381),
    (Weather::Hail, PECULIAR + 3341373),
    (Weather::Hail, PECULIAR + 3366189),
    (Weather::Crowd, PECULIAR + 3372246),
    (Weather::Sleet, PECULIAR + 3341911),
    (Weather::Sleet, PECULIAR + 3506999),
];

/// So many are played of each kind, where nobody asks for more: without optimisation a run takes a second.
const FEW: u64 = 4;

/// The range of `TSUBAME_SEEDS=FROM..TO`. `cargo xtask test` asks for five hundred, in an optimised build.
fn wished() -> Option<std::ops::Range<u64>> {
    let text = std::env::var("TSUBAME_SEEDS").ok()?;
    let (from, to) = text.split_once("..")?;
    Some(from.parse().ok()?..to.parse().ok()?)
}

fn play_wished(weather: Weather) {
    play(weather, wished().unwrap_or(0..FEW));
}

/// Those that failed once: all of them beside what is asked for, else a few.
fn play_again(weather: Weather, seeds: &[u64]) {
    let most = if wished().is_some() {
        seeds.len()
    } else {
        FEW as usize
    };
    play(weather, seeds.iter().copied().take(most));
}

/// Plays these seeds; the trace of one that fails is printed.
fn play(weather: Weather, seeds: impl IntoIterator<Item = u64>) {
    let fails = |seed: &u64| tell_failure(&runs::play(*seed, weather));
    let failed: Vec<u64> = seeds.into_iter().filter(fails).collect();
    assert!(failed.is_empty(), "these seeds fail: {failed:?}");
}

/// Plays what `cargo xtask sim` made short: a test that it printed calls this.
fn replay(seed: u64, weather: Weather, steps: &[u32], words: &[u32]) {
    let script = Script {
        seed,
        weather,
        steps: steps.to_vec(),
        words: words.to_vec(),
    };
    assert!(!tell_failure(&script.play()), "it fails");
}

/// Prints what happened in a run that failed.
fn tell_failure(played: &Played) -> bool {
    if let Some(failure) = &played.failure {
        eprintln!(
            "{}\n\n{}: {}\n",
            played.trace.join("\n"),
            failure.at,
            failure.said
        );
    }
    played.failure.is_some()
}

// Several tests, so that the cores share the work.

#[test]
fn whatever_happens_everybody_ends_with_what_the_server_has() {
    play_wished(Weather::Rain);
}

#[test]
fn whatever_overtakes_what_everybody_ends_with_what_the_server_has() {
    play_wished(Weather::Storm);
}

#[test]
fn whatever_is_loaded_anew_no_message_is_lost_or_doubled() {
    play_wished(Weather::Gusts);
}

#[test]
fn whatever_is_mixed_everybody_ends_with_what_the_server_has() {
    play_wished(Weather::Mixed);
}

#[test]
fn whatever_happens_no_file_is_lost_or_doubled() {
    play_wished(Weather::Hail);
}

#[test]
fn whoever_is_there_everybody_ends_with_what_the_server_has() {
    // With so many pages a run takes four times as long.
    play(Weather::Crowd, wished().unwrap_or(0..FEW).step_by(4));
}

#[test]
fn on_whichever_device_a_file_is_attached_it_is_not_lost_or_doubled() {
    play(Weather::Sleet, wished().unwrap_or(0..FEW).step_by(4));
}

#[test]
fn whatever_people_are_used_to_everybody_ends_with_what_the_server_has() {
    for seed in wished().unwrap_or(0..FEW) {
        play(Weather::of_turn(seed), [PECULIAR + seed]);
    }
}

#[test]
fn whoever_leaves_and_comes_everybody_ends_with_what_the_server_has() {
    for seed in wished().unwrap_or(0..FEW).step_by(2) {
        play(Weather::of_turn(seed / 2), [LEAVING + seed / 2]);
    }
}

#[test]
fn what_failed_once_with_habits_holds() {
    let most = if wished().is_some() { usize::MAX } else { 1 };
    for (weather, seed) in FAILED_ONCE_PECULIAR.iter().take(most) {
        play(*weather, [*seed]);
    }
}

#[test]
fn what_failed_once_holds() {
    play_again(Weather::Rain, FAILED_ONCE);
    play_again(Weather::Gusts, FAILED_ONCE_IN_GUSTS);
}

#[test]
fn what_failed_once_in_a_storm_holds() {
    play_again(Weather::Storm, FAILED_ONCE_IN_STORM);
}

#[test]
fn what_failed_once_in_mixed_weather_holds() {
    play_again(Weather::Mixed, FAILED_ONCE_IN_MIXED);
}

#[test]
fn what_failed_once_in_hail_holds() {
    play_again(Weather::Hail, FAILED_ONCE_IN_HAIL);
}

#[test]
fn what_failed_once_in_a_crowd_holds() {
    play_again(Weather::Crowd, FAILED_ONCE_IN_CROWDS);
}

#[test]
fn what_failed_once_in_sleet_holds() {
    play_again(Weather::Sleet, FAILED_ONCE_IN_SLEET);
}

#[test]
fn the_same_seed_twice_is_the_same_run() {
    for weather in Weather::ALL {
        for seed in [7, 71] {
            let run = || runs::play(seed, weather);
            assert_eq!(run(), run());
        }
    }
}

#[test]
fn another_seed_is_another_run() {
    let hashes = [5, 6, 7].map(|seed| runs::play(seed, Weather::Rain).hash);
    assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2] && hashes[0] != hashes[2]);
}

#[test]
fn a_run_is_played_again_from_its_steps() {
    let run = runs::play(7, Weather::Gusts);
    assert_eq!(run.script.play(), run);
}

#[test]
fn a_run_of_a_few_of_its_steps_holds_too() {
    let Script { steps, words, .. } = runs::play(7, Weather::Storm).script;
    let third: Vec<u32> = steps.into_iter().step_by(3).collect();
    replay(7, Weather::Storm, &third, &words[..2]);
}
