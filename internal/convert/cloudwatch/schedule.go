package cloudwatch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/convert/resource"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// schedule is one of EventBridge Scheduler that switches the actions of alarms.
type schedule struct {
	resource.Resource
	off  bool // DisableAlarmActions
	zone string
	week []moment
	once time.Time // of an at() expression, zero for cron
}

// times are when an alarm is silent, and the schedules that say so.
type times struct {
	times   quiet.Times
	refused bool // they can't be told, so neither can the alarm
}

// schedules finds the quiet hours of each alarm.
func (c *conversion) schedules() {
	c.quiet = map[*alarm]times{}
	of := map[*alarm][]schedule{}
	for _, r := range c.resources {
		if r.Type != "AWS::Scheduler::Schedule" {
			continue
		}
		s := schedule{Resource: r}
		var switches bool
		if s.off, switches = action(r.Properties.Get("Target").Get("Arn")); !switches {
			continue // it does something else
		}
		if r.Properties.Get("State").Is("DISABLED") {
			c.result.Note(r.Properties.Get("State").At, "A schedule is switched off", "It is left out.")
			continue
		}
		alarms := c.named(r.Properties.Get("Target").Get("Input"))
		problem := s.read()
		if problem != nil {
			c.refuse(*problem)
		}
		if f := r.Properties.Get("FlexibleTimeWindow"); f.Get("Mode").Is("FLEXIBLE") {
			c.result.Note(f.At, "A schedule may run later", "Quiet hours begin and end on the minute.")
		}
		for _, a := range alarms {
			if problem != nil {
				c.quiet[a] = times{refused: true}
			}
			of[a] = append(of[a], s)
		}
	}
	for _, a := range c.alarms {
		if list := of[a]; len(list) > 0 && !c.quiet[a].refused {
			c.quiet[a] = c.silence(a, list)
		}
	}
}

// action tells what a schedule's target does with alarms.
func action(arn resource.Value) (off, switches bool) {
	_, call, _ := strings.Cut(arn.Text, ":aws-sdk:cloudwatch:")
	switch strings.ToLower(call) {
	case "disablealarmactions":
		return true, true
	case "enablealarmactions":
		return false, true
	}
	return false, false
}

// named finds the alarms that a target's input names.
func (c *conversion) named(input resource.Value) []*alarm {
	v, err := orderedjson.Parse([]byte(input.Text))
	body, _ := v.(*orderedjson.Object)
	names := body.Array("AlarmNames")
	if err != nil || len(names) == 0 {
		r := &refusal{input.At, "A schedule's alarms aren't known", `Its input should be {"AlarmNames": […]}.`}
		if input.Kind == resource.Unknown && input.Text == "" {
			r = unknown(input, r.summary)
		}
		c.refuse(*r)
		return nil
	}
	var found []*alarm
	for _, n := range names {
		name, _ := n.(string)
		i := slices.IndexFunc(c.alarms, func(a *alarm) bool {
			return a.name.Is(name) || name == "${"+a.ref+"}" || a.name.Kind == resource.Reference && name == "${"+a.name.Text+"}"
		})
		if i < 0 {
			c.result.Refuse(input.At, "A schedule names an alarm that isn't here", fmt.Sprintf("No alarm in these files has the name %q. Convert it together with the file that has it.", name))
			continue
		}
		found = append(found, c.alarms[i])
	}
	return found
}

// read reads when a schedule runs.
func (s *schedule) read() *refusal {
	p := s.Properties
	expression := p.Get("ScheduleExpression")
	if expression.Kind != resource.Text {
		return unknown(expression, "A schedule's expression isn't known")
	}
	for _, name := range []string{"StartDate", "EndDate"} {
		if v := p.Get(name); v.Kind != resource.Absent {
			return &refusal{v.At, "A schedule that begins or ends", "Quiet hours come back every week, without a first time or a last. Take the date away, or write a maintenance block by hand."}
		}
	}
	zone := p.Get("ScheduleExpressionTimezone")
	if zone.Kind != resource.Text && zone.Kind != resource.Absent {
		return unknown(zone, "A schedule's time zone isn't known")
	}
	s.zone = zone.Or("UTC")
	location, err := quiet.Location(s.zone)
	if err != nil {
		return &refusal{zone.At, "A schedule's time zone isn't known", fmt.Sprintf("There is no time zone %q.", s.zone)}
	}
	if inside, isAt := strings.CutPrefix(expression.Text, "at("); isAt {
		if s.once, err = time.ParseInLocation("2006-01-02T15:04:05", strings.TrimSuffix(inside, ")"), location); err != nil {
			return &refusal{expression.At, "A schedule's time can't be read", fmt.Sprintf("%s isn't at(2006-01-02T15:04:05).", expression.Text)}
		}
		return nil
	}
	if s.week, err = weekly(expression.Text); err != nil {
		return &refusal{expression.At, "A schedule can't be told as quiet hours", fmt.Sprintf("%s: %s.", expression.Text, err)}
	}
	return nil
}

// silence is when an alarm is silent, by all of its schedules.
func (c *conversion) silence(a *alarm, list []schedule) times {
	first := list[0]
	refuse := func(at schedule, summary, detail string) times {
		c.result.Refuse(at.Properties.Get("ScheduleExpression").At, summary, detail)
		return times{refused: true}
	}
	var off, on []moment
	var offAt, onAt []time.Time
	zone := ""
	for _, s := range list {
		switch {
		case !s.once.IsZero() && s.off:
			offAt = append(offAt, s.once)
		case !s.once.IsZero():
			onAt = append(onAt, s.once)
		case zone != "" && zone != s.zone:
			return refuse(s, "Schedules of one alarm are in two time zones", fmt.Sprintf("One is in %s, one in %s, and the hours between them change with the clocks. Write both in one zone.", zone, s.zone))
		case s.off:
			zone, off = s.zone, append(off, s.week...)
		default:
			zone, on = s.zone, append(on, s.week...)
		}
	}
	both := slices.IndexFunc(off, func(m moment) bool { return slices.Contains(on, m) })
	switch {
	case len(off) > 0 && len(on) == 0 || len(offAt) > 0 && len(onAt) == 0:
		return refuse(first, "An alarm is switched off and never on", fmt.Sprintf("No schedule in these files enables the actions of %s again, so there are no hours to be quiet in. Convert it together with the file that has the other schedule.", a.title()))
	case len(off) == 0 && len(offAt) == 0:
		return refuse(first, "An alarm is switched on and never off", fmt.Sprintf("No schedule in these files disables the actions of %s. Convert it together with the file that has the other schedule.", a.title()))
	case both >= 0:
		return refuse(first, "An alarm is switched off and on at the same time", "Which comes last isn't known.")
	}
	slices.Sort(off)
	out := quiet.Times{Hours: windows(off, on, zone)}
	slices.SortFunc(offAt, time.Time.Compare)
	for _, from := range offAt {
		to := from
		for _, t := range onAt {
			if t.After(from) && (to.Equal(from) || t.Before(to)) {
				to = t
			}
		}
		if to.Equal(from) {
			return refuse(first, "An alarm is switched off and never on", "Nothing enables its actions after "+from.Format(time.RFC3339)+".")
		}
		out.Maintenance = append(out.Maintenance, quiet.Maintenance{From: from.UTC(), To: to.UTC()})
	}
	return times{times: out}
}
