package xcontent

import (
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// skipBlank steps over white space and over comments, which the server lets
// through (http/bad_json).
func (s *scanner) skipBlank() *fault.Fault {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '\n':
			s.pos++
			s.line, s.lineStart = s.line+1, s.pos
		case c == ' ' || c == '\t' || c == '\r':
			s.pos++
		case c == '/' && s.pos+1 < len(s.data) && (s.data[s.pos+1] == '/' || s.data[s.pos+1] == '*'):
			if err := s.skipComment(); err != nil {
				return err
			}
		default:
			return nil
		}
	}
	return nil
}

func (s *scanner) skipComment() *fault.Fault {
	end, length := "\n", 0
	if s.data[s.pos+1] == '*' {
		end, length = "*/", 2
	}
	i := strings.Index(string(s.data[s.pos+2:]), end)
	if i < 0 && length == 2 {
		return s.jackson(fault.JSONEOF, "Unexpected end-of-input in a comment", len(s.data))
	}
	if i < 0 {
		s.pos = len(s.data)
		return nil
	}
	for stop := s.pos + 2 + i + length; s.pos < stop; s.pos++ {
		if s.data[s.pos] == '\n' {
			s.line, s.lineStart = s.line+1, s.pos+1
		}
	}
	return nil
}
