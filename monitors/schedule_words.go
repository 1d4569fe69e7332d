package monitors

import "github.com/alertplan/alertplan/internal/orderedjson"

// ScheduleOf is a calendar's schedule in a time zone.
func ScheduleOf(c Calendar, timezone string) Schedule {
	return Schedule{Cron: &Cron{Expression: c.Expression(), Timezone: timezone}, Calendar: &c}
}

// SameZone tells whether two spellings mean one time zone for the server.
func SameZone(a, b string) bool { return canonicalZone(a) == canonicalZone(b) }

// inWordsOf is a live schedule to compare with a desired one. The words in which
// the editor keeps a schedule are part of what is desired only where the
// configuration uses them: a cron expression is content with any words that mean
// it. Where the editor has no words for what is desired, a live expression counts
// as said in them.
func (s Schedule) inWordsOf(desired Schedule) Schedule {
	switch {
	case desired.Calendar == nil:
		s.Calendar = nil
	case s.Calendar == nil && s.Cron != nil:
		c, ok := ReadCalendar(s.Cron.Expression)
		if ok && (!c.equal(*desired.Calendar) || !c.InEditor()) {
			s.Calendar = &c
		}
	}
	return s
}

// inCalendarOf says a live expression in words where the desired one is said so.
func (s Schedule) inCalendarOf(desired Schedule) Schedule {
	if desired.Calendar != nil && s.Calendar == nil && s.Cron != nil {
		if c, ok := ReadCalendar(s.Cron.Expression); ok {
			s.Calendar = &c
		}
	}
	return s
}

func (s Schedule) fields() *orderedjson.Object {
	f := orderedjson.NewObject()
	switch {
	case s.Interval != nil:
		f.Set("interval", s.Interval.String())
	case s.Calendar != nil:
		f.Set(string(s.Calendar.Frequency), s.Calendar.fields())
	case s.Cron != nil:
		f.Set("cron", s.Cron.Expression)
	}
	if s.Cron != nil {
		f.Set("timezone", s.Cron.Timezone)
	}
	return f
}

// hashed is fields in those words only that a live monitor tells of itself.
func (s Schedule) hashed() *orderedjson.Object {
	if s.Calendar != nil && !s.Calendar.InEditor() {
		s.Calendar = nil
	}
	return s.fields()
}
