package datetime

// Instant reads the commonest form of a time, 2020-02-07T12:00:00.123Z with or
// without a fraction, into epoch milliseconds, as Default does. ok is false for
// every other form, be it one that Default reads.
func Instant[T string | []byte](text T) (ms int64, ok bool) {
	const seconds = len("2020-02-07T12:00:00")
	n := len(text) - 1
	if n < seconds || text[n] != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' {
		return 0, false
	}
	number := func(from, to int) int {
		v := 0
		for i := from; i < to; i++ {
			c := text[i]
			if c < '0' || c > '9' {
				return -1
			}
			v = 10*v + int(c-'0')
		}
		return v
	}
	year, month, day := number(0, 4), number(5, 7), number(8, 10)
	hour, minute, second := number(11, 13), number(14, 16), number(17, 19)
	if year < 1970 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) ||
		hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return 0, false
	}
	fraction := 0
	if n > seconds {
		if text[seconds] != '.' || n-seconds-1 < 1 || n-seconds-1 > 9 || number(seconds+1, n) < 0 {
			return 0, false
		}
		for i := range 3 {
			fraction *= 10
			if at := seconds + 1 + i; at < n {
				fraction += int(text[at] - '0')
			}
		}
	}
	return int64(daysSince(year, month, day))*86400000 + int64((hour*60+minute)*60+second)*1000 + int64(fraction), true
}

// daysSince counts the days from 1970-01-01; years that begin in March put the
// leap day last.
func daysSince(year, month, day int) int {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - 719468
}
