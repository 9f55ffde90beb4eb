"""Letters and digits of other scripts that are drawn like an ASCII one: the table behind `names.skeleton`.

Source: the single characters of Unicode's confusables.txt (UTS 39, section 4) that NFKC leaves alone, without those
that only resemble, and with the small capitals of phonetics; folded in case. "i", "l" and "1" are one, "o" and "0"
are one, as in many sans-serif faces.
"""

LOOK_ALIKES: dict[str, str] = {
    "2": "ƧϨᒿꙄꛯꝚ",
    "3": "ƷȜЗӠⳌꝪꞫ",
    "4": "Ꮞ",
    "5": "Ƽ",
    "6": "бᏮⳒ",
    "8": "Ȣȣ৪੪",
    "9": "৭੧୨൭ⳊꝮ",
    "a": "ɑΑαАаᎪᗅꓮᴀ",
    "b": "ƄΒВЬвьᏏᏴᑲᖯᗷꓐꞴʙ",
    "c": "СсᏟᴄⲤⲥꓚꮯ",
    "d": "ԁᎠᏧᑯᗞᗪꓒꓓᴅ",
    "e": "ΕЕеҽᎬⴹꓰꬲᴇ",
    "f": "ϜքᖴẝꓝꞘꞙꬵꜰ",
    "g": "ƍɡԌցᏀᏳᶃꓖɢ",
    "h": "ΗНһհᎻᏂᕼⲎꓧʜ",
    "j": "ͿϳЈјᎫᒍꓙꞲᴊ",
    "k": "ΚκКкқᏦᛕⲔꓗᴋ",
    "l": "1i|ıƖǀɩɪΙιІіӀӏ۱ᎥᏞᒪᛁⲒⳐⵏꓡꓲꙇꭵʟ",
    "m": "ΜϺМмᎷᗰᛖⲘꓟᴍ",
    "n": "ΝпոռⲚꓠɴ",
    "o": "0ΟοОоՕօ۵०০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐᴏᴑⲞⲟⵔꬽ",
    "p": "ΡρРрᏢᑭⲢⲣꓑᴘ",
    "q": "ԛⵕ",
    "r": "ƦгᎡᏒᖇᴦⲅꓣꭇꭈꮁʀ",
    "s": "ƽЅѕՏᏕᏚꓢꜱꮪ",
    "t": "ΤТтᎢⲦꓔᴛ",
    "u": "ʋυՍսሀᑌᴜꓴꞟꭎꭒ",
    "v": "νѴѵ۷Ꮩᐯᴠⴸꓦꛟꮩ",
    "w": "ɯѡԜԝաᎳᏔᴡꓪꮃ",
    "x": "ΧХхᕁᕽᚷⲬⵝꓫꞳ",
    "y": "ɣʏΥγУуҮүყᎩᎽᶌỿⲨꓬꭚ",
    "z": "ΖᏃᴢꓜꮓ",
}

# The character as typed (before case folding, as "Η" is drawn like "H" and "η" is not) to the one it looks like.
PROTOTYPE: dict[str, str] = {char: letter for letter, chars in LOOK_ALIKES.items() for char in chars}
