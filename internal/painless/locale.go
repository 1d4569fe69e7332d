package painless

import (
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// locale is a java.util.Locale.
type locale struct{ language, country, tag string }

func newLocale(language, country string) *locale {
	l := &locale{language: strings.ToLower(language), country: strings.ToUpper(country)}
	l.tag = l.language
	if l.country != "" {
		l.tag += "-" + l.country
	}
	return l
}

// english tells whether dates print in it as they do in the server's.
func (l *locale) english() bool {
	return l.tag == "en" || l.tag == "en-US"
}

// JavaClass is the binary name.
func (*locale) JavaClass() string { return "java.util.Locale" }

// JavaString is language_COUNTRY.
func (l *locale) JavaString(javavalue.JDK) string {
	if l.country == "" {
		return l.language
	}
	return l.language + "_" + l.country
}

// JavaHash is not Java's.
func (l *locale) JavaHash() int32 {
	refuse(0, "the hash of a Locale")
	return 0
}

// JavaEquals compares language and country.
func (l *locale) JavaEquals(other Value) bool {
	o, ok := other.(*locale)
	return ok && o.tag == l.tag
}

func (l *locale) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "getLanguage/0":
		return l.language, true
	case "getCountry/0":
		return l.country, true
	case "toLanguageTag/0":
		if l.language == "" {
			return nil, false
		}
		return l.tag, true
	}
	return nil, false
}

var locales = map[string][2]string{
	"ROOT": {"", ""}, "ENGLISH": {"en", ""}, "US": {"en", "US"}, "UK": {"en", "GB"}, "CANADA": {"en", "CA"}, "GERMAN": {"de", ""}, "GERMANY": {"de", "DE"},
	"FRENCH": {"fr", ""}, "FRANCE": {"fr", "FR"}, "ITALIAN": {"it", ""}, "ITALY": {"it", "IT"}, "JAPAN": {"ja", "JP"}, "JAPANESE": {"ja", ""},
	"KOREA": {"ko", "KR"}, "KOREAN": {"ko", ""}, "CHINA": {"zh", "CN"}, "CHINESE": {"zh", ""}, "CANADA_FRENCH": {"fr", "CA"},
}

func localeStatic(c *invocation) (Value, bool) {
	if c.key() == "forLanguageTag/1" {
		language, country, more := strings.Cut(c.text(0), "-")
		if len(language) == 2 && (!more || len(country) == 2) {
			return newLocale(language, country), true
		}
	}
	return nil, false
}
