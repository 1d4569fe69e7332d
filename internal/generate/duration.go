package generate

import "strconv"

// units of durations in seconds, the largest first.
var units = []struct {
	name    byte
	seconds int64
}{{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}}

// Duration is a duration of the language, in the largest unit that says it.
func Duration(seconds int64) string {
	for _, u := range units {
		if seconds%u.seconds == 0 {
			return strconv.FormatInt(seconds/u.seconds, 10) + string(u.name)
		}
	}
	return ""
}

// Seconds is how long a duration of the language is; 0 for what is none.
func Seconds(duration string) int64 {
	if duration == "" {
		return 0
	}
	last := len(duration) - 1
	n, err := strconv.ParseInt(duration[:last], 10, 32)
	if err != nil {
		return 0
	}
	for _, u := range units {
		if duration[last] == u.name {
			return n * u.seconds
		}
	}
	return 0
}
