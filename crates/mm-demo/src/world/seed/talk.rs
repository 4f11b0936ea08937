//! What was said in the larger channels (format: see `script`).

/// Town square and the archived launch channel.
pub const TOWN: &str = r"
# hotaru/launch-autumn
-41 08:00 liv.andersen | The autumn lantern ships on the 20th. This channel is for everything around it.
-40 02:10 sho.matsui | 箱の見本が届きました。角が少しへこんでいます。
-34 09:00 isabel.duarte | 64 shops in Europe confirmed. :tada:
+ tada liv.andersen haruto.mizuno
-32 01:00 liv.andersen | Shipped. Thank you, everybody! お疲れさまでした。

# hotaru/town-square
-30 00:45 noriko.hayashi | みなさん、おはようございます。今月からこのサーバーを使います。困ったことがあれば私まで。 / Good morning! From this month on we talk here. Ask me if anything is unclear.
+ wave liv.andersen grace.mensah mei.kanda tomas.novak
-30 08:20 liv.andersen | Thank you Noriko! The map of channels is pinned in ~engineering.
-28 01:00 noriko.hayashi | パスワードは 12 文字以上でお願いします。 Please use a password of 12 characters or more.
-25 00:30 kaito.fujii join
-25 00:40 kaito.fujii | はじめまして。インターンの藤井です。ランタンの明るさの自動調整を手伝います。よろしくお願いします！
+ hotaru noriko.hayashi
+ tada mei.kanda sho.matsui haruto.mizuno
> +12 haruto.mizuno | ようこそ！ 席は窓側です。
> +30 liv.andersen | Welcome, Kaito! Ask Grace for a tour of the cold room, it is the best place in August.
> +9 kaito.fujii | ありがとうございます :bow:
-21 06:00 isabel.duarte | Quarter in one line: 1,840 lanterns, 92 shops, returns down to **1.3 %**.
+ chart_with_upwards_trend liv.andersen noriko.hayashi
-18 02:00 noriko.hayashi | 来週の月曜は休業日です。 / Next Monday the office is closed.
-14 09:30 emma.leroy | The manual is now in nine languages. Finnish took the longest: the word for dusk is a long story.
+ clap liv.andersen mei.kanda
-11 01:15 noriko.hayashi | 避難訓練は木曜日 10:00 です。 Fire drill on Thursday at 10:00 JST. @channel
-7 08:05 liv.andersen | Photo walk on Saturday night, **Otowa ridge**, 18:30 at the station. Bring a lantern (of course) and something warm.\n\n- 6 km, easy\n- soup at the hut\n- back by 22:00
+ full_moon mei.kanda riku.aoyama kaito.fujii
> +25 mei.kanda | 行きます！ カメラ持っていきますね :camera:
> +10 riku.aoyama | 参加します。スープは何味ですか？
> +40 liv.andersen | Pumpkin, I was told. カボチャだそうです。
-2 01:00 noriko.hayashi | 会議室Bのプロジェクターは修理中です。
~170 noriko.hayashi | おはようございます。今日の午後、15:00 から 15 分ほどサーバーを再起動します。 / Server restart today at 15:00 JST, about 15 minutes.
~95 isabel.duarte | @here does anybody have the German price list? The shop in Kassel is waiting.
~52 liv.andersen | Sent it to you. @noriko.hayashi could we keep those in one place?
~31 noriko.hayashi | @liv.andersen はい、明日フォルダーを作ります。 I will set up a folder tomorrow. :file_folder:

# hotaru/off-topic
-29 03:00 mei.kanda | 会社の近くに新しいパン屋さんができました :bread:
+ heart_eyes kaito.fujii riku.aoyama
-22 10:00 tomas.novak | Does somebody want a cucumber plant? I have eleven.
> +60 grace.mensah | One for me, please.
> +5 sho.matsui | ぜひ！
-16 11:00 grace.mensah | Today I learned that fireflies (蛍) were once used to read by. We are just very late to the market.
+ laughing liv.andersen haruto.mizuno mei.kanda
-9 04:00 kaito.fujii | 昼ごはん、だれか一緒に行きませんか？
-4 12:00 emma.leroy | Word of the week: 木漏れ日 (komorebi). I still owe the shop owner in Lyon an English version.
> +15 mei.kanda | 「木の間からもれる日の光」… 一語では難しいですね。
~140 riku.aoyama | 猫が事務所の前で寝ています :cat:
+ heart mei.kanda kaito.fujii
";

/// Engineering, firmware and design.
pub const WORK: &str = r"
# hotaru/engineering
-29 00:20 haruto.mizuno | 開発チャンネルの約束: 大事な決定には `#decision` を付けます。 #decision
^
-28 07:40 liv.andersen | Where to find things\n\n| Topic | Channel |\n|---|---|\n| Lantern software | ~engineering |\n| Inside the lantern | ~firmware |\n| Screens and boxes | ~design |\n| Walkers' questions | ~support |
^
-26 09:10 tomas.novak | The tile server answers twice for the same tile when two lanterns ask in one second. Found it:\n\n```rust\nfn claim(tile: TileId, at: Instant) -> bool {\n    // was: seen.insert(tile)\n    seen.insert((tile, at.slot()))\n}\n```\nA test that failed before is in the branch `tile-claim`.
+ bug haruto.mizuno priyanka.shah
+ +1 liv.andersen
> +14 haruto.mizuno | いいですね。`slot()` の幅はどのくらいですか？
> +9 tomas.novak | 250 ms. Below that we see clock noise from the older boards.
> +22 priyanka.shah | In the logs of last week that would have caught 98 % of them.
> +31 haruto.mizuno | では 250 ms で。 #decision
-23 08:00 priyanka.shah | Battery against temperature, from 1,200 walks:\n\n| °C | hours (median) |\n|---:|---:|\n| 20 | 11.4 |\n| 5 | 9.1 |\n| -5 | 6.8 |\n\nThe bend begins earlier than we tell people.
+ eyes liv.andersen grace.mensah sho.matsui
> +18 liv.andersen | Then the box has to say 6 hours in winter. @mei.kanda @emma.leroy
> +45 mei.kanda | 箱の表示、直します。「冬は 6 時間」でいいですか？
> +7 liv.andersen | Yes please.
* text uplink.log 0000 ok L-118 41 ms\n0001 ok L-007 38 ms\n0002 retry L-118 903 ms\n0003 ok L-118 44 ms\n0004 ok L-052 39 ms
-19 09:20 tomas.novak | Uplink log of last night, the retries come in pairs:
> +33 grace.mensah | Pairs would fit the watchdog. I look at it in ~firmware.
-15 02:30 haruto.mizuno | 次の四半期の目標です。\n\n## やること\n1. 地図の読み込みを **1 秒以内** に。\n2. 冬でも 8 時間点灯。\n3. 山小屋での更新を電波なしで。\n\n## やらないこと\n- 新しい色\n- 独自の地図記号\n\n> 急がば回れ。ただし、灯りは消さない。
^
+ +1 liv.andersen noriko.hayashi sho.matsui
+ hotaru kaito.fujii
-12 09:00 liv.andersen | Which name for the setting that dims the lantern when somebody comes towards you?\n\n1. courtesy\n2. すれ違いモード\n3. bow
+ one tomas.novak priyanka.shah
+ two haruto.mizuno kaito.fujii sho.matsui
+ three grace.mensah
> +11 kaito.fujii | 「おじぎ」はどうでしょう？
> +6 liv.andersen | Ojigi! I love it.
> +3 haruto.mizuno | 決まりですね。 #decision
-8 10:15 tomas.novak | New staging address: https://staging.example.com/tiles?set=otowa&lang=ja#top (old one goes away on Friday)
-6 03:00 kaito.fujii | 明るさの自動調整、最初の版ができました。レビューお願いします @haruto.mizuno
> +50 haruto.mizuno | 見ました。センサーの値を平均してから使うと、ちらつきが減ると思います。
> +25 kaito.fujii | なるほど、直します！
> +300 kaito.fujii | 直しました。ちらつき 14 回 → 1 回になりました。
> +8 grace.mensah | Impressive. How long is the average?
> +12 kaito.fujii | 0.8 秒です (800 ms).
-3 09:40 priyanka.shah | The dusk model now knows about mountains in the west. On Otowa ridge it is dark **23 minutes** earlier than the calendar says.
+ mountain liv.andersen sho.matsui
-1 10:05 tomas.novak | Tile cache is live. Median 640 ms, worst 1.9 s.\n= Tile cache is live.
= Tile cache is live. Median **640 ms**, worst 1.9 s. I will keep an eye on it tonight.
+ rocket haruto.mizuno liv.andersen
~160 haruto.mizuno | おはようございます。今日は 14 時からリリース前の確認をします。
~128 tomas.novak | The worst tile is now 2.4 s, always the same valley. @liv.andersen do we still need the old hut map there?
> +6 liv.andersen | No, drop it.
> +16 haruto.mizuno | @liv.andersen その前に、現地班に聞いてからにしましょう。
> +9 tomas.novak | Waiting, then.
~74 grace.mensah | Sleep current on board C: **38 µA**. Yesterday it was 61.
+ zap sho.matsui
~44 haruto.mizuno | @liv.andersen リリースノートの英語、確認してもらえますか？
~12 kaito.fujii | テスト、ぜんぶ通りました :white_check_mark:

# hotaru/firmware
-27 08:30 grace.mensah | Board C boots in 410 ms, board B needed 900. Most of it was waiting for the light sensor.
> +20 sho.matsui | センサーの電源を先に入れる配線にしました。
-20 01:10 sho.matsui | 充電台の試作 3 号です。端子が金色になりました。
* image charger.png 390x255
-20 01:12 sho.matsui | 写真です。
+ heart_eyes mei.kanda
-17 09:50 grace.mensah | The watchdog bites twice because the first bite does not reset the radio. Fix: reset the radio first, always.\n\n```c\nradio_reset();\nwdt_restart(WDT_FULL);\n```
+ dart tomas.novak haruto.mizuno
-10 08:15 grace.mensah | Flash day on Thursday: please leave your lanterns on the blue shelf.
-5 02:40 haruto.mizuno | 基板Cの在庫は 320 枚です。
-1 08:00 grace.mensah | Cold room, -15 °C: 7 h 52 min. We are nearly there. ほぼ達成です！
+ snowflake sho.matsui kaito.fujii liv.andersen
~60 sho.matsui | 端子の部品、次の便は来週になるそうです。@grace.mensah
> +11 grace.mensah | Fine, we have enough for the field test.

# hotaru/design
-28 02:00 mei.kanda | 起動画面の案です。左が今、右が新しいものです。
* image start-screen.png 480x300
-28 02:05 mei.kanda | こちらです。
+ art liv.andersen emma.leroy
> +35 liv.andersen | The right one. The word *Hotaru* could breathe a little more.
> +12 mei.kanda | 了解です、余白を広げます。
-20 07:30 emma.leroy | In German the button is too long again: „Taschenlampe ausschalten“. Could it wrap?
> +40 mei.kanda | 2 行にします。
-13 02:20 mei.kanda | 色の見本: `#2E7D6B` (苔) と `#D6A818` (灯) を使います。 #decision
-4 01:50 mei.kanda | 冬の箱のデザインができました。デザインの締め切りは金曜です。
* image winter-box.png 360x360
-4 01:55 mei.kanda | 画像を忘れていました :sweat_smile:
+ snowman liv.andersen isabel.duarte
~110 liv.andersen | @mei.kanda can the winter box say 8 hours after all? See the cold room result in ~firmware.
> +18 mei.kanda | 待ってました！ 直します。
";
