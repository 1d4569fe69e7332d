package datetime

import (
	"strings"
	"time"
)

// format is a format that has a name: what it prints, and the texts that it reads, each in
// letters of java.time and ours (see piece).
type format struct {
	prints string
	reads  []string
	style  resolving
	lax    bool // numbers have as many digits as they need, years up to five
	fixed  bool // a year has four digits, a date that isn't filled from above, and one that is printed, is in UTC
}

// The parts of names. Sources: OpenSearch's DateFormatters (2.x), asked of 1.3.14, 2.19.4 and
// 3.5.0.
const (
	wholeDate = "uuuu-MM-dd"
	someDate  = "uuuu[-MM[-dd]]"
	seconds   = "HH:mm:ss"
)

var named = map[string]format{
	"strict_date":                           {prints: wholeDate, style: leniently},
	"strict_year_month_day":                 {prints: wholeDate, reads: []string{someDate}},
	"strict_year_month":                     {prints: "uuuu-MM"},
	"strict_year":                           {prints: "uuuu"},
	"strict_date_hour":                      {prints: wholeDate + "'T'HH", style: smartly},
	"strict_date_hour_minute":               {prints: wholeDate + "'T'HH:mm", style: smartly},
	"strict_date_hour_minute_second":        {prints: wholeDate + "'T'" + seconds, reads: []string{wholeDate + "'T'" + seconds}, style: smartly},
	"strict_date_hour_minute_second_millis": {prints: wholeDate + "'T'" + seconds + ".f", reads: []string{someDate + "'T'" + seconds + ".f"}},
	"strict_date_time":                      {prints: wholeDate + "'T'" + seconds + ".fC", reads: []string{someDate + "'T'" + seconds + "[.f]I", someDate + "'T'" + seconds + "[.f]N"}},
	"strict_date_time_no_millis":            {prints: wholeDate + "'T'" + seconds + "C", reads: []string{someDate + "'T'" + seconds + "I", someDate + "'T'" + seconds + "N"}},
	"strict_hour_minute_second":             {prints: seconds},
	"strict_hour_minute":                    {prints: "HH:mm", style: smartly},
	"strict_hour":                           {prints: "HH", style: smartly},
	"basic_date":                            {prints: "uuuuMMdd", fixed: true},

	"date":                           {prints: wholeDate, reads: []string{someDate}, lax: true},
	"year_month_day":                 {prints: wholeDate, reads: []string{"Y-O-D"}},
	"year_month":                     {prints: "uuuu-MM", reads: []string{"Y-O"}},
	"year":                           {prints: "u", reads: []string{"Y"}},
	"date_hour":                      {prints: wholeDate + "'T'HH", reads: []string{someDate + "'T'HH"}, lax: true},
	"date_hour_minute":               {prints: wholeDate + "'T'HH:mm", reads: []string{someDate + "'T'HH:mm"}, lax: true},
	"date_hour_minute_second":        {prints: wholeDate + "'T'" + seconds, reads: []string{someDate + "'T'" + seconds}, lax: true},
	"date_hour_minute_second_millis": {prints: wholeDate + "'T'" + seconds + ".f", reads: []string{someDate + "'T'" + seconds + ".v"}, lax: true},
	"date_time":                      {prints: wholeDate + "'T'" + seconds + ".fC", reads: []string{someDate + "'T'HH:mm[:ss.f]C", someDate + "'T'HH:mm[:ss.f]N"}, lax: true},
	"date_time_no_millis":            {prints: wholeDate + "'T'" + seconds + "R", reads: []string{someDate + "'T'HH:mm[:ss][I]", someDate + "'T'HH:mm[:ss][N]"}, lax: true},
	"hour_minute_second":             {prints: seconds, reads: []string{seconds}, lax: true},
	"hour_minute":                    {prints: "HH:mm", reads: []string{"HH:mm"}, lax: true},
	"hour":                           {prints: "HH", reads: []string{"HH"}, lax: true},
}

// compile reads the notation of a named format.
func (n format) compile() (layout, error) {
	if n.reads == nil {
		n.reads = []string{n.prints}
	}
	l, err := compileLetters(n.prints, true)
	if err != nil {
		return nil, err
	}
	out := several{prints: l, universal: n.fixed}
	for _, text := range n.reads {
		l, err := compileLetters(text, true)
		if err != nil {
			return nil, err
		}
		l.style = n.style
		if n.lax {
			loosen(l.pieces)
		}
		if n.fixed {
			l.pieces[0].high, l.pieces[0].sign, l.utc = 4, '-', true
		}
		out.reads = append(out.reads, l)
	}
	return out, nil
}

// loosen lets numbers be as short as they are.
func loosen(pieces []piece) {
	for i := range pieces {
		p := &pieces[i]
		switch {
		case p.letter == '[':
			loosen(p.inner)
		case p.letter == 'u':
			p.low, p.high, p.sign = 1, 5, '-'
		case strings.IndexByte("MdHms", p.letter) >= 0:
			p.low = 1
		}
	}
}

// several is a layout that reads more than it prints.
type several struct {
	prints    pattern
	reads     []pattern
	universal bool
}

func (s several) parse(text string) (fields, bool) {
	for _, p := range s.reads {
		if f, ok := p.parse(text); ok {
			return f, true
		}
	}
	return noFields(), false
}

func (s several) print(t time.Time) string {
	if s.universal {
		t = t.UTC()
	}
	return s.prints.print(t)
}
