package mapping

import (
	"encoding/json"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// setParam takes one parameter. Which change no answer of a search are noted only.
func (m *Mapping) setParam(f *Field, key string, value any) error {
	printed := value
	switch key {
	case "index":
		f.Indexed = truth(value, true)
	case "doc_values":
		f.DocValues = truth(value, true)
	case "norms":
		f.Norms = truth(value, f.Norms)
	case "coerce":
		f.Coerce = truth(value, true)
	case "ignore_malformed":
		f.IgnoreMalformed = truth(value, false)
	case "ignore_above", "position_increment_gap":
		n, err := strconv.Atoi(javaText(value))
		if err != nil {
			return fault.New(400, "mapper_parsing_exception", "Failed to parse mapping [_doc]: For input string: \"%s\"", javaText(value))
		}
		if key == "ignore_above" {
			f.IgnoreAbove = n
		} else {
			f.Gap = n
		}
		printed = json.Number(strconv.Itoa(n))
	case "null_value":
		f.NullValue = value
	case "value":
		f.Constant = javaText(value)
	case "format":
		format, err := datetime.Compile(javaText(value))
		if err != nil {
			return err
		}
		f.Format = format
	case "path":
		f.Target = javaText(value)
	case "analyzer", "search_analyzer":
		if err := m.setAnalyzer(f, key, javaText(value)); err != nil {
			return err
		}
	case "normalizer":
		return m.setNormalizer(f, javaText(value))
	case "index_options":
		f.setIndexOptions(javaText(value))
	case "eager_global_ordinals", "print_format", "store", "term_vector", "skip_list", "enable_position_increments":
	default:
		if err := plainly(f, key, value); err != nil {
			return err
		}
	}
	f.Params.Set(key, printed)
	return nil
}

// plainly refuses parameters that change answers, unless they say what is so
// anyway.
func plainly(f *Field, key string, value any) error {
	text := javaText(value)
	switch key {
	case "boost":
		if text == "1" || text == "1.0" {
			return nil
		}
	case "similarity":
		if text == "BM25" {
			return nil
		}
	case "split_queries_on_whitespace", "fielddata", "index_phrases", "use_similarity", "ignore_z_value":
		if !truth(value, false) || key == "ignore_z_value" {
			return nil
		}
	case "locale":
		if text == "en" || text == "ROOT" || text == "" {
			return nil
		}
	}
	return fault.Unsupported("mapping parameter [%s]", key)
}

// setIndexOptions notes what of words is kept: how often they stand in a text, and
// where.
func (f *Field) setIndexOptions(options string) {
	f.NoFrequencies = options == "docs" && f.IsText()
	f.NoPositions = (options == "docs" || options == "freqs") && f.IsText()
}

func (m *Mapping) setAnalyzer(f *Field, key, name string) error {
	if !m.Settings.Analysis.Has(name) {
		cause := fault.New(0, "illegal_argument_exception", "analyzer [%s] has not been configured in mappings", name)
		return fault.New(400, "mapper_parsing_exception", "Failed to parse mapping [_doc]: %s", cause.Reason).CausedBy(cause)
	}
	a, err := m.Settings.Analysis.Analyzer(name)
	if err != nil {
		return err
	}
	f.Fold = m.Settings.Analysis.Folding(name)
	if key == "analyzer" {
		f.Analyze = a
	} else {
		f.SearchAnalyze = a
	}
	return nil
}

func (m *Mapping) setNormalizer(f *Field, name string) error {
	f.Params.Set("normalizer", name)
	n, err := m.Settings.Analysis.Normalizer(name)
	if err != nil {
		return err
	}
	if n == nil {
		return fault.New(400, "mapper_parsing_exception", "normalizer [%s] not found for field [%s]", name, f.Name())
	}
	f.Normalize = n
	return nil
}

// analyzers fills in the analyzers of a text that its definition left out.
func (m *Mapping) analyzers(f *Field) error {
	given := f.Analyze != nil
	if !given {
		a, err := m.Settings.Analysis.Default()
		if err != nil {
			return err
		}
		f.Analyze, f.Fold = a, m.Settings.Analysis.Folding("default")
	}
	if f.SearchAnalyze != nil {
		return nil
	}
	f.SearchAnalyze = f.Analyze
	a, err := m.Settings.Analysis.DefaultSearch()
	if a != nil && !given {
		f.SearchAnalyze = a
	}
	return err
}
