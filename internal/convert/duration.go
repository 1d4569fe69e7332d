package convert

import "strconv"

// Duration is a time of whole minutes in the largest unit that says it.
func Duration(seconds int64) string {
	for _, unit := range []struct {
		name   string
		length int64
	}{{"d", 86400}, {"h", 3600}} {
		if seconds%unit.length == 0 {
			return strconv.FormatInt(seconds/unit.length, 10) + unit.name
		}
	}
	return strconv.FormatInt(seconds/60, 10) + "m"
}

// Seconds is how long a duration of the language is; 0 for what is none.
func Seconds(duration string) int64 {
	if duration == "" {
		return 0
	}
	n, err := strconv.ParseInt(duration[:len(duration)-1], 10, 32)
	if err != nil {
		return 0
	}
	return n * map[byte]int64{'s': 1, 'm': 60, 'h': 3600, 'd': 86400}[duration[len(duration)-1]]
}
