using OtelBridge.Store.Search;

namespace OtelBridge.Store.Tests.Search;

/// <summary>Filters of traces that are refused: each says what is wrong, at which column, and what was expected there.</summary>
public sealed class TraceFilterErrorTests
{
    [Theory]
    [InlineData("colour = 'x'", 1, "Invalid attribute key 'colour'")]
    [InlineData("status = 'OK' AND colour = 'x'", 19, "Invalid attribute key 'colour'")]
    [InlineData("trace.colour = 'x'", 1, "Invalid attribute key 'colour'")]
    [InlineData("experiment_id = '1'", 1, "Invalid attribute key 'experiment_id'")]
    [InlineData("text LIKE '%a%'", 1, "Invalid attribute key 'text'")]
    [InlineData("tags = 'x'", 1, "Invalid attribute key 'tags'")]
    [InlineData("`tags.color` = 'x'", 1, "Invalid attribute key 'tags.color'")]
    [InlineData("tags. = 'x'", 1, "Invalid tag key ''")]
    [InlineData("metadata.`` = 'x'", 1, "Invalid metadata key ''")]
    [InlineData("feedback.'' = 'x'", 1, "Invalid feedback name ''")]
    [InlineData("span.colour = 'x'", 1, "Invalid span attribute 'colour'")]
    [InlineData("span.attributes. = 'x'", 1, "Invalid span attribute 'attributes.'")]
    [InlineData("span. = 'x'", 1, "Invalid span attribute ''")]
    [InlineData("tokens.cached > 1", 1, "Invalid tokens key 'cached'")]
    [InlineData("service.version = '1'", 1, "Invalid service key 'version'")]
    [InlineData("nowhere.key = 'x'", 1, "Invalid entity type 'nowhere'")]
    [InlineData("attr.name = 'x'", 1, "Invalid entity type 'attr'")]
    [InlineData("Tags.color = 'x'", 1, "Invalid entity type 'Tags'")]
    [InlineData(". = 'x'", 1, "Invalid entity type ''")]
    public void Parse_UnknownField_IsNamed(string filter, int column, string problem) => Fails(filter, column, problem, "expected one of");

    [Theory]
    [InlineData("trace_id = 'x'", "request_id")]
    [InlineData("trace.trace_id = 'x'", "request_id")]
    [InlineData("state = 'OK'", "status")]
    [InlineData("request_time > 5", "timestamp_ms")]
    [InlineData("start_time > 5", "timestamp_ms")]
    [InlineData("duration > 5", "execution_time_ms")]
    [InlineData("latency > 5", "execution_time_ms")]
    [InlineData("text LIKE 'x'", "trace.text")]
    [InlineData("type = 'LLM'", "span.type")]
    [InlineData("session_id = 's'", "session")]
    [InlineData("user_id = 'u'", "user")]
    [InlineData("statuss = 'OK'", "status")]
    [InlineData("Name = 'a'", "name")]
    [InlineData("trace.nam = 'a'", "trace.name")]
    [InlineData("tags = 'x'", "tags.<key>")]
    [InlineData("Tags.color = 'x'", "tags")]
    [InlineData("spans.name = 'x'", "span")]
    [InlineData("span.kind = 'LLM'", "span.type")]
    [InlineData("span.duration > 5", "span.duration_ms")]
    [InlineData("span.model = 'm'", "model")]
    [InlineData("span.attribute.x = 'm'", "span.attributes.x")]
    [InlineData("span.attributes = 'm'", "span.attributes.<key>")]
    [InlineData("tokens.prompt > 5", "tokens.input")]
    [InlineData("cost > 5", "cost.total")]
    [InlineData("attribute.cost > 5", "cost.total")]
    [InlineData("trace.price > 5", "cost.total")]
    [InlineData("cost.completion > 5", "cost.output")]
    [InlineData("cost.totl > 5", "cost.total")]
    [InlineData("costs.total > 5", "cost")]
    [InlineData("span.price > 5", "span.cost")]
    [InlineData("service.nam = 'x'", "service.name")]
    [InlineData("name == 'a'", "=")]
    [InlineData("name <> 'a'", "!=")]
    [InlineData("timestamp_ms => 1", ">=")]
    [InlineData("name =~ 'a'", "RLIKE")]
    [InlineData("name contains 'a'", "LIKE")]
    public void Parse_NearMiss_IsSetRight(string filter, string meant) => Message(filter).ShouldEndWith($" Did you mean {meant}?");

    [Theory]
    [InlineData("colour = 'x'")]
    [InlineData("name => 'x'")]
    [InlineData("tokens.total ~ 5")]
    [InlineData("timestampxyz > 5")]
    public void Parse_FarMiss_GuessesNothing(string filter) => Message(filter).ShouldNotContain("Did you mean");

    [Theory]
    [InlineData("status > 'OK'", 8, "Invalid comparator '>' not one of =, !=, IN, NOT IN, LIKE, ILIKE, RLIKE")]
    [InlineData("timestamp_ms LIKE '17%'", 14, "Invalid comparator 'LIKE' not one of =, !=, <, <=, >, >=")]
    [InlineData("execution_time_ms IN (1, 2)", 19, "Invalid comparator 'IN' not one of")]
    [InlineData("execution_time_ms not in ('1')", 19, "Invalid comparator 'not in' not one of")]
    [InlineData("tags.color > 'red'", 12, "Invalid comparator '>' not one of =, !=, LIKE, ILIKE, RLIKE")]
    [InlineData("tags.color IN ('red')", 12, "Invalid comparator 'IN' not one of")]
    [InlineData("metadata.x NOT IN ('red')", 12, "Invalid comparator 'NOT IN' not one of")]
    [InlineData("span.content = 'x'", 14, "comparator '=' not one of LIKE, ILIKE")]
    [InlineData("trace.text RLIKE 'x'", 12, "comparator 'RLIKE' not one of LIKE, ILIKE, MATCH")]
    [InlineData("span.name > 'x'", 11, "comparator '>' not one of")]
    [InlineData("name MATCH 'x'", 6, "Invalid comparator 'MATCH' not one of")]
    [InlineData("feedback.helpful > 1", 18, "comparator '>' not one of")]
    [InlineData("session < 's'", 9, "Invalid comparator '<' not one of")]
    [InlineData("tokens.total LIKE '5%'", 14, "Invalid comparator 'LIKE' not one of")]
    [InlineData("cost.total LIKE '5%'", 12, "Invalid comparator 'LIKE' not one of")]
    [InlineData("span.duration_ms MATCH 'x'", 18, "comparator 'MATCH' not one of")]
    [InlineData("span.attributes.x > '5'", 19, "comparator '>' not one of =, !=, IN, NOT IN, LIKE, ILIKE, RLIKE for text")]
    [InlineData("name == 'a'", 6, "Invalid comparator '==' not one of")]
    [InlineData("name >> 'a'", 6, "Invalid comparator '>>' not one of")]
    [InlineData("name=!'a'", 5, "Invalid comparator '=!' not one of")]
    public void Parse_OperatorOfAnotherField_IsNamed(string filter, int column, string problem) => Fails(filter, column, problem, "expected an operator");

    [Theory]
    [InlineData("name = alpha", 8, "Parameter value is either not quoted or unidentified quote types used for string value alpha")]
    [InlineData("name = `alpha`", 8, "Parameter value is either not quoted or unidentified quote types used for string value `alpha`")]
    [InlineData("name = “alpha”", 8, "Parameter value is either not quoted or unidentified quote types used for string value “alpha”")]
    [InlineData("name = AND status = 'OK'", 8, "Parameter value is either not quoted")]
    [InlineData("name = 5", 8, "Expected a quoted string value for name (e.g. 'my-value'). Got value 5")]
    [InlineData("tags.n = 5", 10, "Expected a quoted string value for tags.n")]
    [InlineData("feedback.helpful = 1", 20, "Expected a quoted string value for feedback.helpful")]
    [InlineData("span.attributes.x LIKE 5", 24, "Expected a quoted string value for span.attributes.x")]
    [InlineData("trace.text MATCH 5", 18, "Expected a quoted string value for trace.text")]
    [InlineData("timestamp_ms = abc", 16, "Parameter value is either not quoted")]
    [InlineData("timestamp_ms = 5abc", 16, "Parameter value is either not quoted")]
    [InlineData("timestamp_ms = 5-3", 16, "Parameter value is either not quoted")]
    [InlineData("timestamp_ms = 0x10", 16, "Parameter value is either not quoted")]
    [InlineData("timestamp_ms = 1.2.3", 16, "Parameter value is either not quoted")]
    [InlineData("timestamp_ms = NaN", 16, "Parameter value is either not quoted")]
    [InlineData("timestamp_ms = -Infinity", 16, "Parameter value is either not quoted")]
    [InlineData("timestamp_ms = 1e999", 16, "Invalid number '1e999'")]
    [InlineData("span.attributes.x = true", 21, "Parameter value is either not quoted")]
    [InlineData("name IN ()", 10, "expected a non-empty list of string values, but got empty list")]
    [InlineData("name IN (1)", 10, "expected a non-empty list of string values, but got '1'")]
    [InlineData("name IN ('a', b)", 15, "expected a non-empty list of string values, but got 'b'")]
    [InlineData("name IN ('a',)", 14, "expected a non-empty list of string values, but got ')'")]
    [InlineData("name IN 'a'", 9, "expected a non-empty list of string values")]
    [InlineData("name RLIKE '('", 12, "Invalid regular expression '('")]
    [InlineData("span.name rlike 'a{2,1}'", 17, "Invalid regular expression 'a{2,1}'")]
    [InlineData("trace.text MATCH ' '", 18, "Invalid text for MATCH")]
    public void Parse_LiteralThatDoesNotFit_IsNamed(string filter, int column, string problem) => Fails(filter, column, problem, "expected ");

    [Theory]
    [InlineData("name", 5, "expected one of =, !=, IN")]
    [InlineData("name 'a'", 6, "expected one of =, !=, IN")]
    [InlineData("name IS NULL", 6, "expected one of =, !=, IN")]
    [InlineData("name NOT", 6, "expected one of =, !=, IN")]
    [InlineData("name NOT LIKE 'a'", 6, "NOT goes before the whole comparison: NOT name")]
    [InlineData("tags.color is not null", 12, "NOT tags.color LIKE '%' finds what has none")]
    [InlineData("tags.my tag = 'x'", 9, "expected one of =, !=, LIKE")]
    [InlineData("tags.`a`b = 'x'", 9, "expected one of =, !=, LIKE")]
    [InlineData("name =", 7, "expected text in single or double quotes")]
    [InlineData("timestamp_ms >", 15, "expected a number")]
    [InlineData("span.attributes.x =", 20, "expected a number, or text")]
    [InlineData("name = ('a')", 8, "Lists go with IN and NOT IN")]
    [InlineData("= 'a'", 1, "expected a comparison")]
    [InlineData("'alpha' = name", 1, "expected a comparison")]
    [InlineData("5 = name", 1, "expected a comparison")]
    [InlineData("AND", 1, "expected a comparison")]
    [InlineData("OR name = 'a'", 1, "expected a comparison")]
    [InlineData("name = 'a' OR", 14, "expected a comparison")]
    [InlineData("name = 'a' AND AND name = 'b'", 16, "expected a comparison")]
    [InlineData("name = 'a' AND OR name = 'b'", 16, "expected a comparison")]
    [InlineData("(name = 'a' AND)", 16, "expected a comparison")]
    [InlineData("()", 2, "expected a comparison")]
    [InlineData("NOT", 4, "expected a comparison")]
    [InlineData(";", 1, "expected a comparison")]
    [InlineData("name = 'a' name = 'b'", 12, "expected AND, OR or the end")]
    [InlineData("name = 'a';", 11, "expected AND, OR or the end")]
    [InlineData("name = 'a'; status = 'OK'", 11, "expected AND, OR or the end")]
    [InlineData("name = 'a' && status = 'OK'", 12, "expected AND, OR or the end")]
    [InlineData("name = 'a', status = 'OK'", 11, "expected AND, OR or the end")]
    [InlineData("name = 'a')", 11, "expected AND, OR or the end")]
    [InlineData("name = 'it's'", 12, "expected AND, OR or the end")]
    [InlineData("(name = 'a' AND", 16, "expected AND, OR or the ) that closes the ( at column 1")]
    [InlineData("(name = 'a'", 12, "expected AND, OR or the ) that closes the ( at column 1")]
    [InlineData("name IN ('a'", 13, "expected , or ) in a list")]
    [InlineData("name IN ('a' 'b')", 14, "expected , or ) in a list")]
    [InlineData("name = 'a", 8, "expected a closing '")]
    [InlineData("name = \"a", 8, "expected a closing \"")]
    [InlineData("name = '", 8, "expected a closing '")]
    [InlineData("name = 'a''", 8, "expected a closing '")]
    [InlineData("tags.`unclosed = 'x'", 6, "expected a closing `")]
    public void Parse_TextOffTheGrammar_IsQuotedWithItsPlace(string filter, int column, string expected) =>
        Fails(filter, column, "Invalid clause(s) in filter string: '", expected);

    [Fact]
    public void Parse_LongText_IsQuotedInPart()
    {
        var message = Message($"{new string('x', 10_000)} = 'a'");

        message.ShouldContain("'xxx");
        message.Length.ShouldBeLessThan(400);
    }

    private static void Fails(string filter, int column, string problem, string expected)
    {
        var message = Message(filter);

        message.ShouldContain(problem);
        message.ShouldContain($" at column {column}: ");
        message.ShouldContain(expected);
    }

    private static string Message(string filter) => Should.Throw<InvalidFilterException>(() => TraceFilter.Parse(filter), filter).Message;
}
