"""The sentences that made-up comments are composed of: written for this, calm and general, nobody's words."""

from __future__ import annotations

# What stands in the places of the sentences below; each reads well in every sentence that names its slot.
SLOTS: dict[str, tuple[str, ...]] = {
    "matter": (
        "arms control", "the ceasefire", "the border talks", "the energy contracts", "the sanctions", "the treaty",
        "the inspections", "the exchange of students", "the military hotline", "the Arctic", "cyber security",
        "the notification of exercises", "the grain shipments", "the missile limits", "the visa rules",
        "the prisoner exchange", "the test ban", "the budget for diplomacy",
    ),
    "side": (
        "Moscow", "Washington", "Brussels", "Kyiv", "Berlin", "Ankara", "Beijing", "Warsaw", "either government",
        "a smaller neighbour", "the next parliament", "the general staff", "an ally that was not asked",
    ),
    "group": (
        "diplomats", "veterans of the talks", "younger voters", "business associations", "the inspectors",
        "local councils", "historians", "the negotiators", "families on both sides of the border", "engineers",
        "the officers who pick up the telephone", "editors",
    ),
    "good": (
        "trust", "predictability", "patience", "a common vocabulary", "verification", "a habit of consultation",
        "restraint", "a shared interest in quiet", "local knowledge", "professional contact",
    ),
    "bad": (
        "a misread signal", "an accident at sea", "an arms race nobody ordered", "a frozen conflict",
        "a contest of declarations", "escalation by habit", "a new round of expulsions", "silence between the staffs",
    ),
    "span": (
        "a decade", "one winter", "two election cycles", "a generation", "the first hundred days", "eighteen months",
        "the length of a lease", "twenty-five years",
    ),
    "paper": (
        "the joint statement", "the annex", "the committee report", "the essay", "the memorandum", "the protocol",
        "the white paper", "the second draft",
    ),
}  # fmt: skip

# Sentences without any mark of Markdown: their HTML is the sentence itself, and a text may be cut anywhere in them.
PLAIN: tuple[str, ...] = (
    "I keep coming back to {matter}, because everything else in {paper} depends on it.",
    "The argument assumes that {side} can wait, and I am not sure it can.",
    "What would change my mind is evidence that {group} were heard before the decision, not after it.",
    "After {span} of cold relations, {good} does not return by announcement.",
    "It is easy to agree on {matter} in general and hard to agree on the first inspection.",
    "There is a cost to doing nothing about {matter}, and it is paid by people who were never asked.",
    "I read {paper} twice, and the second time I noticed how little it says about {matter}.",
    "If {side} moves first, the others will call it weakness for a week and copy it within a year.",
    "My worry is less about intentions than about {bad}.",
    "In my experience {group} know more about {matter} than the people who speak about it.",
    "Nobody has to like {side} to see that {good} is cheaper than the alternative.",
    "The question is not whether to talk, but who sits at the table when {matter} comes up.",
    "Small agreements about {matter} have outlived large ones, and that is worth a thought.",
    "That is a fair point about {side}, though it cuts both ways.",
    "I would have liked a paragraph on how {group} see {matter}.",
    "Over {span} the same proposal was called naive, then premature, then overdue.",
    "Nothing in {paper} prevents {bad}, it only makes it less likely.",
    "We tend to remember the summit and forget {span} of work before it.",
    "Both capitals have reasons to distrust the other, and both have reasons to hide how much they need {good}.",
    "The comparison with the last century helps only if we say what is different about {matter} today.",
    "Perhaps {side} is waiting for a signal that costs something to send.",
    "It took {span} to build and an afternoon to lose.",
    "I agree with the diagnosis and doubt the cure, at least where {matter} is concerned.",
    "When {group} stop meeting, {bad} becomes a matter of time.",
    "Public opinion follows {matter} less closely than any of us would like to believe.",
    "One can support {side} and still ask what happens on the day after.",
    "A treaty is a habit written down, and {good} is what remains when it lapses.",
    "Who verifies this, and what do they do on the day they find something?",
    "Has anybody looked at how {matter} was handled the last time {side} changed its government?",
    "Neither side needs a friend here, it needs a neighbour that keeps its word on {matter}.",
    "The practical step would be to let {group} meet again, without cameras and without a communique.",
    "I was once part of a delegation about {matter}, and the corridor did more than the hall.",
    "Domestic politics decides more than strategy does, in {side} as elsewhere.",
    "Please read the part about {matter} again, it says nearly the opposite of what is claimed here.",
    "Deterrence and dialogue are not rivals, and {group} have said so for {span}.",
    "What looks like stubbornness from outside may be the only way {side} can keep a coalition together.",
    "I do not share the optimism, but I am glad that somebody still argues for {good}.",
    "Maybe the honest answer is that we do not know what {side} wants.",
    "It would help to separate {matter} from the question of blame.",
    "Even {bad} can be survived if there is a telephone that somebody answers.",
)

# Sentences with something of Markdown in them, balanced each in itself.
MARKED: tuple[str, ...] = (
    "The word that matters here is *verifiable*, and it is missing from {paper}.",
    "I would put {good} **first** and {matter} second.",
    "What {side} calls *defensive* is read as the opposite next door.",
    "See [the overview of past agreements](https://example.org/agreements?topic=verification&page=2) for dates.",
    "There is a good summary at https://example.org/briefings/hotlines for those who have the time.",
    "Article `VI` says something rather different about {matter}.",
    "**Two things** get mixed up here: {matter} and the people who profit from {bad}.",
    "The figures are in [this table](https://example.com/data/trade.html), with a note on how they were collected.",
    "Is it *really* true that {group} were against it?",
    "Thank you for this 🙂, I had not thought of {matter} in that way.",
    "The measure was called `annex B` at the time, and {side} signed it.",
    "Less than half of them answered (n < 400 & falling), so I would not build on it.",
    "It was ***never*** meant to last {span}.",
    "Slow progress 🐢 is still progress, at least on {matter}.",
)

QUOTED: tuple[str, ...] = (
    "In other words, {side} should wait.",
    "There is no {good} without verification.",
    "The window for {matter} is closing.",
    "We have tried that for {span}.",
    "Nobody disputes that {bad} would serve no one.",
    "What counts is *what is done*, not what is said about {matter}.",
)

POINTS: tuple[str, ...] = (
    "reopen the channel on {matter}",
    "let {group} meet twice a year",
    "publish what was agreed about {matter}",
    "say plainly what would count as {good}",
    "keep {side} informed, even where it has no vote",
    "name **one** official who answers for {matter}",
    "do not tie {matter} to everything else",
    "expect setbacks, *and say so in advance*",
    "read [the older text](https://example.org/texts/1975) first",
    "ask what happens after {span}",
)

SHORT: tuple[str, ...] = (
    "Well put.", "I disagree, but thank you for the argument.", "Source?", "Exactly this.", "Not quite: see above.",
    "Good question.", "That was in {paper}, I think.", "Fair enough 🙂", "👍", "🙏🙏", "🤔", "Same here.",
    "Which one do you mean?", "I stand corrected.", "It depends on {matter}.", "🕊️🌍", "What about {matter}?",
    "Agreed, and not only for {side}.",
)  # fmt: skip

# Paragraphs in other scripts and other directions.
FOREIGN: tuple[str, ...] = (
    "السلام لا يبدأ بالتوقيع بل بالثقة التي تسبقه. أظن أن الحوار بين الجيران أهم من القمم الكبيرة.",
    "لا أتفق مع الكاتب في كل شيء، لكن السؤال عن التحقق سؤال صحيح.",
    "השאלה אינה אם לדבר אלא מי יושב ליד השולחן. בלי אמון אין הסכם שמחזיק מעמד.",
    "تجربه نشان می‌دهد که گفت‌وگوی آرام نتیجهٔ بهتری دارد (see *annex 2*) و صبر لازم است.",
    "Доверие возвращается медленно, и начинать приходится с малого: с телефона, по которому отвечают.",
    "Я бы не стал сводить всё к ошибкам одной стороны. Важно, что делать *завтра*.",
    "Das Gespräch ersetzt keine Prüfung, aber ohne Gespräch gibt es nichts zu prüfen.",
    "La confiance ne se décrète pas ; elle se vérifie, patiemment, des deux côtés.",
    "信任需要时间,也需要核查。小的协议有时比大的宣言更长久。",
    "検証のない合意は長続きしません。まず小さな約束から始めるべきだと思います。",
    "विश्वास धीरे-धीरे लौटता है, और बातचीत उसका पहला क़दम है।",
    "Güven bir günde kaybolur, yıllar içinde geri gelir; ikisi de imzayla olmaz.",
    "🕊️ 🤝 🌍 🕯️ 📜 ☎️ 🧭 🕰️",
)

# Tags beside the forum's own.
TAGS: tuple[str, ...] = (
    "arms control", "NATO", "verification", "history", "energy", "sanctions", "diplomacy", "Arctic", "trust",
    "public opinion", "hotlines", "treaties", "economy", "exchange", "cyber", "neighbours", "mediation", "Ukraine",
)  # fmt: skip
