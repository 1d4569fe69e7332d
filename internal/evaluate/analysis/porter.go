package analysis

import "strings"

// porter is Porter's stemmer of 1980 with the departures of Lucene's
// PorterStemmer: -bli becomes -ble, -logi becomes -log, words of up to two letters
// stay. It works on letters a-z; others count as consonants.
func porter(word string) string {
	w := porterWord([]rune(word))
	if len(w) <= 2 {
		return word
	}
	w = w.plural().past().finalY()
	w = w.replaceLongest(porterDouble, 0)
	w = w.replaceLongest(porterIcate, 0)
	return string(w.strip().finalE())
}

type porterWord []rune

// consonant tells whether letter i is one: y is where a vowel stands before it not.
func (w porterWord) consonant(i int) bool {
	switch w[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	case 'y':
		return i == 0 || !w.consonant(i-1)
	}
	return true
}

// measure is m: how often a consonant follows a vowel in the first n letters.
func (w porterWord) measure(n int) int {
	m := 0
	for i := 1; i < n; i++ {
		if w.consonant(i) && !w.consonant(i-1) {
			m++
		}
	}
	return m
}

func (w porterWord) vowelIn(n int) bool {
	for i := range n {
		if !w.consonant(i) {
			return true
		}
	}
	return false
}

func (w porterWord) ends(suffix string) bool { return strings.HasSuffix(string(w), suffix) }

func (w porterWord) cut(suffix string) int { return len(w) - len(suffix) }

func (w porterWord) doubled() bool {
	n := len(w)
	return n >= 2 && w[n-1] == w[n-2] && w.consonant(n-1)
}

// short tells whether the first n letters end consonant, vowel, consonant, the
// last not w, x or y.
func (w porterWord) short(n int) bool {
	if n < 3 || !w.consonant(n-1) || w.consonant(n-2) || !w.consonant(n-3) {
		return false
	}
	return !strings.ContainsRune("wxy", w[n-1])
}

func (w porterWord) with(n int, ending string) porterWord {
	return append(append(porterWord{}, w[:n]...), []rune(ending)...)
}

func (w porterWord) plural() porterWord {
	switch {
	case w.ends("sses"), w.ends("ies"):
		return w[:len(w)-2]
	case w.ends("s") && !w.ends("ss"):
		return w[:len(w)-1]
	}
	return w
}

func (w porterWord) past() porterWord {
	if w.ends("eed") {
		if w.measure(w.cut("eed")) > 0 {
			return w[:len(w)-1]
		}
		return w
	}
	for _, suffix := range []string{"ed", "ing"} {
		if !w.ends(suffix) {
			continue
		}
		if !w.vowelIn(w.cut(suffix)) {
			return w
		}
		return w[:w.cut(suffix)].afterPast()
	}
	return w
}

func (w porterWord) afterPast() porterWord {
	n := len(w)
	switch {
	case w.ends("at"), w.ends("bl"), w.ends("iz"):
		return w.with(n, "e")
	case w.doubled():
		if strings.ContainsRune("lsz", w[n-1]) {
			return w
		}
		return w[:n-1]
	case w.measure(n) == 1 && w.short(n):
		return w.with(n, "e")
	}
	return w
}

func (w porterWord) finalY() porterWord {
	if n := len(w) - 1; w.ends("y") && w.vowelIn(n) {
		return w.with(n, "i")
	}
	return w
}

// porterDouble maps double suffixes to single ones.
var porterDouble = [][2]string{{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"}, {"bli", "ble"},
	{"alli", "al"}, {"entli", "ent"}, {"eli", "e"}, {"ousli", "ous"}, {"ization", "ize"}, {"ation", "ate"}, {"ator", "ate"},
	{"alism", "al"}, {"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"}, {"iviti", "ive"}, {"biliti", "ble"}, {"logi", "log"}}

var porterIcate = [][2]string{{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}}

// replaceLongest replaces the first suffix of a table that the word has, where
// more than least syllables stand before it.
func (w porterWord) replaceLongest(table [][2]string, least int) porterWord {
	for _, t := range table {
		if w.ends(t[0]) {
			if n := w.cut(t[0]); w.measure(n) > least {
				return w.with(n, t[1])
			}
			return w
		}
	}
	return w
}

var porterStripped = []string{"al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism",
	"ate", "iti", "ous", "ive", "ize"}

func (w porterWord) strip() porterWord {
	for _, suffix := range porterStripped {
		n := w.cut(suffix)
		if !w.ends(suffix) || suffix == "ion" && (n == 0 || w[n-1] != 's' && w[n-1] != 't') {
			continue
		}
		if w.measure(n) > 1 {
			return w[:n]
		}
		return w
	}
	return w
}

func (w porterWord) finalE() porterWord {
	n := len(w)
	if w.ends("e") {
		if m := w.measure(n - 1); m > 1 || m == 1 && !w.short(n-1) {
			w = w[:n-1]
		}
	}
	if n = len(w); w.ends("l") && w.doubled() && w.measure(n) > 1 {
		w = w[:n-1]
	}
	return w
}
