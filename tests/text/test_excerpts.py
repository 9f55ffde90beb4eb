from perspectives.text.excerpts import excerpt, plain_text, reading_minutes, word_count


def test_plain_text_has_a_line_for_each_block():
    assert plain_text("<h2>A</h2><p>b <em>c</em>d &amp; e</p><ul><li>f</li><li>g</li></ul>") == "A\nb cd & e\nf\ng"


def test_a_newline_within_a_paragraph_is_a_space_but_code_keeps_its_lines():
    assert plain_text("<p>a\nb</p><pre><code>c\nd</code></pre>") == "a b\nc\nd"


def test_an_excerpt_is_cut_at_a_word():
    assert excerpt("<p>one two, three</p>", 12) == "one two…"
    assert excerpt("<p>one two</p>", 12) == "one two"
    assert len(excerpt("<p>" + "中" * 500 + "</p>", 240)) == 240


def test_of_html_that_was_cut_short_no_half_tag_and_no_half_entity_is_taken_for_words():
    html = '<p>one &amp; two <a href="https://example.org/?a=1&amp;b" title="x > y">three</a> four</p>'
    for cut in range(len(html)):
        words = plain_text(html[:cut], whole=False)
        assert "one & two three four".startswith(words), (cut, words)
    assert excerpt(html[:-8], whole=False) == "one & two three"
    # One long paragraph is no half tag.
    assert len(excerpt(("<p>" + "word " * 2_000)[:1_000], 90, whole=False)) > 80


def test_words_are_counted_in_every_script():
    assert word_count("I don’t know twenty-one é words.") == 6
    assert word_count("你好，世界") == 4
    assert word_count(" — ") == 0


def test_reading_takes_at_least_a_minute():
    assert [reading_minutes(words) for words in (0, 230, 231, 2300)] == [1, 1, 2, 10]
