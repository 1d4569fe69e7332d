package cloudwatch

import (
	"fmt"
	"math/big"
)

// holds tells whether a value breaches.
func (c comparison) holds(value int64) bool {
	sign := big.NewRat(value, 1).Cmp(c.threshold)
	switch c.op {
	case ">":
		return sign > 0
	case ">=":
		return sign >= 0
	case "<":
		return sign < 0
	default:
		return sign <= 0
	}
}

// whole is the same comparison of a whole number with a whole number.
func (c comparison) whole() string {
	if c.threshold.IsInt() {
		return c.op + " " + c.threshold.Num().String()
	}
	below := new(big.Int).Div(c.threshold.Num(), c.threshold.Denom()) // towards minus infinity
	if c.op[0] == '<' {
		return "<= " + below.String()
	}
	return ">= " + below.Add(below, big.NewInt(1)).String()
}

// breach is when a period breaches, by how many events it has.
type breach struct {
	hits   string // a comparison, where one says it; else
	script string // a condition on HITS
	none   bool   // a period without events breaches
}

// unfit is why no monitor can find what breaches, by a property of the alarm.
type unfit struct{ property, summary, detail string }

const (
	never  = "An alarm would never go off"
	always = "An alarm would always be on"
)

// breach tells when a period with so many matching events breaches. standard: the metric
// has a default value, which is 0.
//
// Without a default value a period in which nothing matches has no data, and what missing
// data are decides. With one it has data if the log group had events at all, which no
// search of a monitor tells from a log group that was silent: so both have to come to the
// same.
//
// A breach that no monitor can find is told with the property that says it.
func (t terms) breachOf(standard bool) (breach, *unfit) {
	none := t.breaching
	if standard {
		if zero := t.comparison.holds(0); zero != none {
			return breach{}, &unfit{property: "TreatMissingData", summary: "Silence and no match are not the same to an alarm", detail: missingWords(zero)}
		}
	}
	switch t.statistic {
	case "Sum", "SampleCount":
		if t.statistic == "SampleCount" && standard {
			return breach{}, &unfit{property: "Statistic", summary: "An alarm counts the default values, too", detail: "SampleCount has the events that don't match in it. Sum counts those that do."}
		}
		return t.bySum(none)
	case "Maximum", "Minimum", "Average":
		if standard && t.statistic != "Maximum" {
			return breach{}, &unfit{property: "Statistic", summary: "An alarm looks at the share of events that match", detail: t.statistic + " of ones and of the default value's zeros depends on how many events there are in all. Sum counts those that match."}
		}
		return flat(t.comparison.holds(1), none)
	}
	return breach{}, &unfit{property: "Statistic", summary: "A statistic can't be converted", detail: fmt.Sprintf("%q of a count isn't something that a monitor finds. Sum counts the events that match.", t.statistic)}
}

func missingWords(zero bool) string {
	if zero {
		return "With the default value of 0 it goes off where events arrive and none matches, but not where none arrive at all, unless TreatMissingData is breaching. A monitor can't tell these apart: it finds nothing either way. Make missing data breaching if silence is to alert, too."
	}
	return "Missing data breach, so it goes off where no events arrive at all, but not where none of them matches (the default value of 0). A monitor can't tell these apart. Declare a monitor that counts all events for the first, and make missing data notBreaching here."
}

// flat is a statistic that is 1 wherever anything matches.
func flat(some, none bool) (breach, *unfit) {
	switch {
	case some && none:
		return breach{}, &unfit{property: "Threshold", summary: always, detail: "It breaches with events that match, and without any."}
	case some:
		return breach{hits: "> 0"}, nil
	case none:
		return breach{hits: "== 0", none: true}, nil
	}
	return breach{}, &unfit{property: "Threshold", summary: never, detail: "The statistic is 1 where anything matches, and that doesn't breach."}
}

func (t terms) bySum(none bool) (breach, *unfit) {
	c := t.comparison
	zero, rising := c.holds(0), c.op[0] == '>'
	switch {
	case rising && zero && none:
		return breach{}, &unfit{property: "Threshold", summary: always, detail: "It breaches with any number of events, 0 included."}
	case rising && zero:
		return breach{hits: "> 0"}, nil
	case rising && none:
		return breach{script: "HITS == 0 || HITS " + c.whole(), none: true}, nil
	case rising:
		return breach{hits: c.whole()}, nil
	case none && zero:
		return breach{hits: c.whole(), none: true}, nil
	case none:
		return breach{hits: "== 0", none: true}, nil
	case !c.holds(1):
		return breach{}, &unfit{property: "Threshold", summary: never, detail: "Where nothing matches there are no data, which don't breach, and one event is too many. Give the metric a default value of 0, and make missing data breaching."}
	default:
		return breach{script: "HITS > 0 && HITS " + c.whole()}, nil
	}
}
