package documents

import (
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) registerScripts(rt *rest.Router) {}
