package quiet

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Script is a condition, cut where its functions end: they have to stand first.
type Script struct{ Functions, Statements string }

// Source is the whole script.
func (s Script) Source() string { return s.Functions + s.Statements }

// Moment is the end of a run's period, an Instant, as an expression of Painless.
type Moment string

// PeriodEnd is what query-level triggers have.
const PeriodEnd Moment = "ctx.periodEnd"

// PeriodEndTag is the template of a param that holds epoch milliseconds as a text.
const PeriodEndTag = "{{period_end}}"

// Param is the moment that a param holds which is PeriodEndTag: scripts that stand
// in a search are a part of its template. (A param must be rendered: a tag in the
// source would be a new script each time, and a server compiles 75 in five minutes.)
func Param(name string) Moment {
	return Moment("Instant.ofEpochMilli(Long.parseLong(params." + name + "))")
}

// name is the param's, "" where the moment is none.
func (m Moment) name() string {
	name, ok := strings.CutPrefix(string(m), "Instant.ofEpochMilli(Long.parseLong(params.")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(name, "))")
}

// ParamName is the name of the param that holds the moment; false where it is the
// context's.
func (m Moment) ParamName() (string, bool) { return m.name(), m.name() != "" }

// before tells, in Painless, whether the moment is before a time.
func (m Moment) before(t time.Time) string {
	return fmt.Sprintf("%s.isBefore(Instant.parse('%s'))", m, t.UTC().Format(time.RFC3339))
}

// helper tells whether the clock on the wall stands within a window. Of a window
// across midnight the part after it belongs to the day before.
const helper = `// The hours of alertplan: 900 is 09:00, day 1 is Monday. What goes across midnight belongs to the day on which it begins.
boolean NAME(ZonedDateTime wall, List days, int from, int to, List except) {
  int time = 100 * wall.getHour() + wall.getMinute();
  LocalDate day = wall.toLocalDate();
  if (from > to && time < to) {
    day = day.minusDays(1);
  } else if (time < from || from < to && time >= to) {
    return false;
  }
  return days.contains(day.getDayOfWeek().getValue()) && !except.contains(day.toString());
}
`

const helperName = "quietHours"

// Write is a condition that is false at those times, and otherwise whatever s is,
// its errors included. Quiet times are asked first: s does not run then, so it can't
// fail either. Equal times and scripts make equal texts.
func (t Times) Write(s Script, at Moment) string {
	if t.IsZero() {
		return s.Source()
	}
	name := freeName(s.Source())
	var b strings.Builder
	if t.hasWindow() {
		b.WriteString(strings.Replace(helper, "NAME", name, 1))
	}
	if s.Functions != "" {
		b.WriteString(s.Functions + "\n")
	}
	for _, h := range t.Hours {
		h.write(&b, name, at)
	}
	for _, m := range t.Maintenance {
		m.write(&b, at)
	}
	b.WriteString(s.Statements)
	return b.String()
}

func (t Times) hasWindow() bool {
	for _, h := range t.Hours {
		if len(h.Days) > 0 {
			return true
		}
	}
	return false
}

// freeName is a name for the helper that the script does not hold.
func freeName(source string) string {
	name := helperName
	for n := 2; strings.Contains(source, name); n++ {
		name = helperName + strconv.Itoa(n)
	}
	return name
}

func (h Hours) write(b *strings.Builder, helper string, at Moment) {
	if len(h.Days) > 0 {
		not := ""
		if h.Only {
			not = "!"
		}
		fmt.Fprintf(b, "// %s\n", h.windowWords())
		fmt.Fprintf(b, "if (%s%s(%s.atZone(ZoneId.of('%s')), [%s], %d, %d, %s)) { return false; }\n",
			not, helper, at, h.Zone, h.numbers(), h.From.digits(), h.To.digits(), list(h.Except))
	}
	if len(h.Holidays) > 0 {
		fmt.Fprintf(b, "// %s\n", h.holidayWords())
		fmt.Fprintf(b, "if (%s.contains(%s.atZone(ZoneId.of('%s')).toLocalDate().toString())) { return false; }\n", list(h.Holidays), at, h.Zone)
	}
}

func (m Maintenance) write(b *strings.Builder, at Moment) {
	fmt.Fprintf(b, "// %s\n", m.words())
	fmt.Fprintf(b, "if (!%s && %s) { return false; }\n", at.before(m.From), at.before(m.To))
}

func (h Hours) numbers() string {
	var numbers []string
	for _, d := range h.Days {
		numbers = append(numbers, strconv.Itoa(number(d)))
	}
	return strings.Join(numbers, ", ")
}

// list is a list of texts in Painless.
func list(dates []string) string {
	if len(dates) == 0 {
		return "[]"
	}
	return "['" + strings.Join(dates, "', '") + "']"
}
