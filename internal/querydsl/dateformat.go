package querydsl

import "strings"

// dateFormats are the named date formats; each is known in camel case as well.
var dateFormats = strings.Fields(`
basic_date basic_date_time basic_date_time_no_millis basic_ordinal_date basic_ordinal_date_time
basic_ordinal_date_time_no_millis basic_time basic_time_no_millis basic_t_time basic_t_time_no_millis
basic_week_date basic_week_date_time basic_week_date_time_no_millis date_hour date_hour_minute
date_hour_minute_second date_hour_minute_second_fraction date_hour_minute_second_millis date_optional_time
date_time date_time_no_millis hour_minute hour_minute_second hour_minute_second_fraction
hour_minute_second_millis ordinal_date ordinal_date_time ordinal_date_time_no_millis time_no_millis t_time
t_time_no_millis week_date week_date_time week_date_time_no_millis weekyear_week weekyear_week_day year_month
year_month_day strict_basic_week_date strict_basic_week_date_time strict_basic_week_date_time_no_millis
strict_date strict_date_hour strict_date_hour_minute strict_date_hour_minute_second
strict_date_hour_minute_second_fraction strict_date_hour_minute_second_millis strict_date_optional_time
strict_date_optional_time_nanos strict_date_time strict_date_time_no_millis strict_hour strict_hour_minute
strict_hour_minute_second strict_hour_minute_second_fraction strict_hour_minute_second_millis
strict_ordinal_date strict_ordinal_date_time strict_ordinal_date_time_no_millis strict_time
strict_time_no_millis strict_t_time strict_t_time_no_millis strict_week_date strict_week_date_time
strict_week_date_time_no_millis strict_weekyear strict_weekyear_week strict_weekyear_week_day strict_year
strict_year_month strict_year_month_day`)

// oddDateFormats are those whose two names differ by more than case, or that
// have one.
var oddDateFormats = map[string]bool{"iso8601": true, "rfc3339_lenient": true, "date": true, "hour": true, "time": true, "week_year": true, "weekyear": true, "year": true, "epoch_second": true, "epoch_millis": true}

func isNamedDateFormat(format string) bool {
	if oddDateFormats[format] {
		return true
	}
	for _, name := range dateFormats {
		if format == name || format == camelCase(name) {
			return true
		}
	}
	return false
}

func camelCase(snake string) string {
	parts := strings.Split(snake, "_")
	for i := 1; i < len(parts); i++ {
		if parts[i] != "" {
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "")
}

// patternLetters are the letters that mean something in a date pattern.
const patternLetters = "GuyQqMLdDFEecaHkKhmsSAnNgVvzOXxZWwYBp"

// checkDatePattern refuses a date format that the server can't read: it looks at
// the letters of patterns, not at how many there are.
func checkDatePattern(format string) *Error {
	if format == "" {
		return illegal("No date pattern provided")
	}
	for _, pattern := range strings.Split(strings.TrimPrefix(format, "8"), "||") {
		if pattern == "" {
			return illegal("Cannot have empty element in multi date format pattern: %s", format)
		}
		if isNamedDateFormat(pattern) {
			continue
		}
		if wrong := patternFault(pattern); wrong != "" {
			return wrap(KindIllegalArg, "Invalid format: ["+pattern+"]: "+wrong, illegal("%s", wrong))
		}
	}
	return nil
}

func patternFault(pattern string) string {
	quoted := false
	for _, c := range pattern {
		switch {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '}' || c == '#':
			return "Pattern includes reserved character: '" + string(c) + "'"
		case (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') && !strings.ContainsRune(patternLetters, c):
			return "Unknown pattern letter: " + string(c)
		}
	}
	if quoted {
		return "Pattern ends with an incomplete string literal: " + pattern
	}
	return ""
}
