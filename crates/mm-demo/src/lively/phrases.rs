//! What colleagues say, in English and Japanese.

/// To begin with.
pub const REMARKS: [&str; 24] = [
    "Good morning everyone :wave:",
    "おはようございます。今日もよろしくお願いします。",
    "The build is green again after the cache fix.",
    "ビルドが通りました :tada:",
    "Has anybody seen the new figures from the pilot customer?",
    "次の打ち合わせは 15 時からに変更になりました。",
    "I moved the meeting notes into the shared folder.",
    "議事録を更新しました。ご確認ください。",
    "Small reminder: the office closes at six today.",
    "今日は雨なので、気をつけて帰ってください :umbrella:",
    "Can somebody review my change before lunch?",
    "レビューをお願いできますか？急ぎではありません。",
    "The latency graph looks **much** better since yesterday.",
    "昨日から応答時間がかなり改善しています。",
    "Who broke the coffee machine? :coffee:",
    "コーヒーマシンがまた動きません…",
    "I will be away for an hour, back at two.",
    "少し席を外します。14 時に戻ります。",
    "Deploying to staging now:\n```\ncargo xtask dist\n```",
    "ステージングに反映しました。問題があれば教えてください。",
    "Does anyone have a spare adapter?",
    "新しいメンバーの席はどこになりますか？",
    "The customer likes the second draft better.",
    "お客様は 2 番目の案を気に入ったそうです。",
];

/// To answer with.
pub const REPLIES: [&str; 16] = [
    "Thanks, that helps!",
    "ありがとうございます！",
    "Looks good to me.",
    "問題ないと思います。",
    "I will have a look after lunch.",
    "午後に確認します。",
    "Could you add a test for that?",
    "テストも追加しておきました。",
    "+1",
    "了解しました。",
    "Let us talk about it tomorrow.",
    "明日相談しましょう。",
    "Works on my machine :smile:",
    "こちらでは再現しませんでした。",
    "Done.",
    "完了しました。",
];

/// To react with.
pub const EMOJI: [&str; 8] = [
    "+1",
    "tada",
    "heart",
    "eyes",
    "rocket",
    "smile",
    "white_check_mark",
    "pray",
];
