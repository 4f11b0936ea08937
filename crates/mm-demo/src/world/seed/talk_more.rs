//! What was said in the smaller channels and in direct messages (format: see `script`).

/// Support, photos, leads, hiring and the field team.
pub const ROUND: &str = r"
# hotaru/support
-26 01:20 riku.aoyama | お問い合わせ 211: ランタンが 2 回点滅して消えます。
> +45 grace.mensah | Two blinks is the watchdog. Ask for the board letter, it is under the battery.
> +30 riku.aoyama | 基板Bでした。交換します。
-21 09:15 emma.leroy | Ticket 214 (fr): the map stays white at Col de la Loze. Screenshot says no tiles north of 45.4.
> +25 riku.aoyama | 北側のデータが古いようです。開発に渡しますね。
-16 10:40 isabel.duarte | The shop in Oslo asks whether the lantern floats. Does it?
> +12 grace.mensah | For about forty seconds.
-10 01:00 riku.aoyama | お問い合わせ 230: 「おじぎ」の設定が見つからない、とのことです。
> +50 liv.andersen | It comes with the next version. 次の版で入ります。
-5 08:20 emma.leroy | Ticket 236 (de): praises the soup hut, not us. Keeping it anyway.
+ laughing liv.andersen riku.aoyama
-1 02:00 riku.aoyama | 今週のお問い合わせは 14 件、平均返信時間は **5 時間** でした。
~155 riku.aoyama | お問い合わせ 241: 充電台のランプがつかないそうです。
~88 emma.leroy | Ticket 242 (it): how do I share a route with a friend who has no lantern? @liv.andersen
~40 riku.aoyama | 241 は接触不良でした。解決です :white_check_mark:

# hotaru/photos
* image otowa-ridge.png 480x270
-27 11:00 mei.kanda | 音羽の尾根、19:10。
+ star_struck liv.andersen kaito.fujii emma.leroy
* image river-lanterns.png 420x280
-17 12:00 riku.aoyama | 川沿いの夜です。
+ heart liv.andersen
-6 20:15 liv.andersen | Saturday's walk, part one:
* image walk-start.png 480x270
-6 20:17 liv.andersen | At the station, everybody still dry.
* image walk-hut.png 480x270
-6 20:18 liv.andersen | And the hut. The soup was pumpkin.
+ stew mei.kanda riku.aoyama kaito.fujii
* image mist.png 320x480
~67 sho.matsui | 今朝の霧です。何も見えませんが、いい朝です。

# hotaru/leads
-24 09:00 isabel.duarte | Weekly numbers: 92 shops (+3), 410 lanterns, 2 open questions.
-17 09:00 isabel.duarte | Weekly numbers: 95 shops (+3), 388 lanterns, returns 1.3 %.
+ chart_with_upwards_trend noriko.hayashi
-10 09:00 isabel.duarte | Weekly numbers: 97 shops (+2), 402 lanterns. Winter orders begin.
-3 09:00 isabel.duarte | Weekly numbers: 101 shops (+4), 520 lanterns. **First week above 500.**
+ tada liv.andersen haruto.mizuno noriko.hayashi
~80 isabel.duarte | Can we promise the winter box for the 5th? @liv.andersen @haruto.mizuno

# hotaru/hiring
-14 03:00 noriko.hayashi | 候補者が 3 名になりました。面接は来週です。
-2 03:00 haruto.mizuno | 2 名目の方がとても良かったです。

# hotaru/releases
-20 09:00 haruto.mizuno header: Current: **4.11** · next: Friday
-13 10:30 lamp-bot card: Release 4.12 // All tests green, 38 changes.\nMap tiles, pairing screen, Finnish.
+ rocket liv.andersen grace.mensah
-6 10:30 lamp-bot card: Release 4.13 // 21 changes. Ojigi (すれ違いモード) is in.
+ bow kaito.fujii
-6 11:00 haruto.mizuno header: Current: **4.13** · next: 4.14 on Friday
~150 lamp-bot | Build **528** passed :white_check_mark: in 201 s
~36 lamp-bot | Build **529** passed :white_check_mark: in 198 s

# field/town-square
-28 00:10 noriko.hayashi | 現地班のみなさんの場所です。山から書けるように、短くどうぞ。
-15 01:00 sho.matsui | 土曜の班は 7 人です。
-3 02:00 mei.kanda | 新しい反射テープ、倉庫にあります。
~132 kaito.fujii | 次の歩きは金曜の夜です。@liv.andersen も来ますか？

# field/off-topic
-12 11:30 riku.aoyama | 下山したらラーメン :ramen:
+ ramen sho.matsui kaito.fujii

# field/trail-reports
-22 12:40 sho.matsui | 音羽: 階段 3 か所で滑ります。灯りは十分。
-19 13:05 riku.aoyama | 白沢: 橋の手すりがゆるい。夜は一人ずつ。
+ warning noriko.hayashi
-12 12:30 kaito.fujii | 音羽: 「おじぎ」良好。すれ違い 9 回、まぶしい 0 回。
+ bow liv.andersen mei.kanda
-9 09:00 weather-bot | Tonight on **Otowa**: wind 6 m/s, no rain, 9 °C at the hut.
-6 11:00 weather-bot | Tonight on **Otowa**: wind 3 m/s, mist after 21:00, 7 °C at the hut.
-6 13:20 mei.kanda | 霧で 20 m 先が見えない場所あり。琥珀色のほうが楽でした。
> +20 sho.matsui | 琥珀色を標準にする案、いいですね。
> +30 liv.andersen | Please write that down for ~engineering… I mean for the other team. :slightly_smiling_face:
-1 09:00 weather-bot | Tonight on **Shirasawa**: light rain from 19:00, wind 8 m/s.
~100 weather-bot | Tonight on **Otowa**: clear, wind 2 m/s, 4 °C at the hut.
~90 sho.matsui | 今夜、音羽に行きます。古い小屋の地図はまだ使っています @liv.andersen
";

/// Direct and group messages.
pub const DIRECT: &str = r"
# dm:liv.andersen,haruto.mizuno
-12 08:50 liv.andersen | Do you have ten minutes tomorrow? It is about the winter plan.
-12 09:02 haruto.mizuno | はい、10 時からなら大丈夫です。
-12 09:03 liv.andersen | 10:00 JST, perfect.
-2 07:00 haruto.mizuno | 資料を読みました。3 ページ目の数字だけ確認させてください。
-2 07:15 liv.andersen | Thank you, I fixed it.
~130 haruto.mizuno | 小屋の地図の件、あとで電話できますか？
~129 haruto.mizuno | 5 分で終わります。

# dm:liv.andersen,mei.kanda
-7 09:00 mei.kanda | 土曜日、カメラの電池を借りてもいいですか？
-7 09:20 liv.andersen | Of course! もちろん。
-4 02:00 mei.kanda | 箱の絵、見てくれてありがとう :pray:
~58 mei.kanda | 冬の箱、8 時間の版を置きました :package:

# dm:liv.andersen,noriko.hayashi
-9 01:00 noriko.hayashi | 新しいノートパソコンが届きました。いつ受け取りますか？
-9 07:30 liv.andersen | Tomorrow morning, thank you!
-1 01:10 noriko.hayashi | 今週の再起動は今日の 15 時です。

# dm:liv.andersen
-15 08:00 liv.andersen | Note to self: ask about the Finnish box.
-1 08:00 liv.andersen | - [ ] price lists in one place\n- [x] soup

# dm:grace.mensah,sho.matsui
-11 02:00 sho.matsui | 端子の図面です。
-11 09:00 grace.mensah | Got it, looks good. ありがとう！
~58 grace.mensah | Could you bring two spare boards on Thursday?

# dm:liv.andersen,haruto.mizuno,noriko.hayashi
-5 01:00 noriko.hayashi | 来期の予算の下書きを送りました。
-5 08:00 liv.andersen | Read it. The travel line is optimistic.
-5 08:20 haruto.mizuno | 機材を少し増やしたいです。
~105 noriko.hayashi | 金曜までに返事をください。Please answer by Friday.

# dm:liv.andersen,mei.kanda,grace.mensah
-3 09:30 grace.mensah | Shall we film the cold room for the winter page?
-3 09:45 mei.kanda | いいですね！ 寒そうな絵にしましょう。
-3 09:50 liv.andersen | I bring tea. お茶を持っていきます。
";
