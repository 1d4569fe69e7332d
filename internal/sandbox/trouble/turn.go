package trouble

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// Turns are the ways to say which of the requests that fit a rule are hit, for
// help and errors.
var Turns = []string{"always", "2%", "once", "first 3", "3rd", "every 5th", "from 10th"}

// turn tells which of the requests that fit are hit. Its zero value is always.
type turn struct {
	percent float64 // of 100, where it is above 0
	first   int     // the first that is hit, from 1
	last    int     // the last one; 0 for no end
	every   int     // every how many-th, where it is above 0
}

// parseTurn reads WHEN.
func parseTurn(p part) (turn, error) {
	words := strings.Fields(p.text)
	number := func(i int) (int, bool) {
		if len(words) != i+1 {
			return 0, false
		}
		return count(words[i])
	}
	switch {
	case len(words) == 0:
		return turn{}, p.wrong("when it is to happen is missing behind the colon: %s", listOf(Turns))
	case len(words) == 1 && words[0] == "always":
		return turn{}, nil
	case len(words) == 1 && words[0] == "once":
		return turn{first: 1, last: 1}, nil
	case len(words) == 1 && strings.HasSuffix(words[0], "%"):
		share, err := strconv.ParseFloat(strings.TrimSuffix(words[0], "%"), 64)
		if err != nil || !(share > 0 && share <= 100) {
			return turn{}, p.wrong("a share is above 0%% and at most 100%%, not %s", p.text)
		}
		return turn{percent: share}, nil
	case words[0] == "first":
		if n, ok := number(1); ok {
			return turn{first: 1, last: n}, nil
		}
		return turn{}, p.wrong("how many is missing or no number: first 3")
	case words[0] == "every":
		if n, ok := number(1); ok {
			return turn{every: n}, nil
		}
		return turn{}, p.wrong("which one is missing or no number: every 5th")
	case words[0] == "from":
		if n, ok := number(1); ok {
			return turn{first: n}, nil
		}
		return turn{}, p.wrong("which one is missing or no number: from 10th")
	}
	if n, ok := number(0); ok && ordinal.MatchString(words[0]) {
		return turn{first: n, last: n}, nil
	}
	if _, err := strconv.ParseFloat(p.text, 64); err == nil {
		return turn{}, p.wrong("say %s%% for a share, first %s for so many, every %s or %s for one", p.text, p.text, p.text, order(p.text))
	}
	return turn{}, p.wrong("%q says nothing about when.%s It is one of %s", p.text, nearest(words[0], []string{"always", "once", "first", "every", "from"}), listOf(Turns))
}

// count reads 3 or 3rd, a number of at least 1.
func count(text string) (int, bool) {
	if m := ordinal.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0
}

// order is a number with its ending: 3rd.
func order(n string) string {
	switch {
	case strings.HasSuffix(n, "11"), strings.HasSuffix(n, "12"), strings.HasSuffix(n, "13"):
		return n + "th"
	case strings.HasSuffix(n, "1"):
		return n + "st"
	case strings.HasSuffix(n, "2"):
		return n + "nd"
	case strings.HasSuffix(n, "3"):
		return n + "rd"
	}
	return n + "th"
}

// comes tells whether the nth request that fits, from 1, is hit.
func (t turn) comes(n int, chance *rand.Rand) bool {
	switch {
	case t.percent > 0:
		return chance.Float64()*100 < t.percent
	case t.every > 0:
		return n%t.every == 0
	}
	return n >= t.first && (t.last == 0 || n <= t.last)
}
