using OtelBridge.Store.Search;

namespace OtelBridge.Store.Tests.Search;

/// <summary>Filters of traces that are read, with the tree that each means.</summary>
public sealed class TraceFilterTests
{
    [Theory]
    [InlineData("", "all")]
    [InlineData(" \t\r\n", "all")]
    public void Parse_NothingAsked_IsAll(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData("request_id = 'tr-1'", "TraceId Equal 'tr-1'")]
    [InlineData("attribute.request_id = 'tr-1'", "TraceId Equal 'tr-1'")]
    [InlineData("attributes.request_id = 'tr-1'", "TraceId Equal 'tr-1'")]
    [InlineData("trace.request_id = 'tr-1'", "TraceId Equal 'tr-1'")]
    [InlineData("client_request_id = 'c'", "ClientRequestId Equal 'c'")]
    [InlineData("status = 'OK'", "State Equal 'OK'")]
    [InlineData("status = 'ok'", "State Equal 'ok'")]
    [InlineData("timestamp > 5", "StartTime Greater 5")]
    [InlineData("timestamp_ms > 5", "StartTime Greater 5")]
    [InlineData("execution_time > 5", "Duration Greater 5")]
    [InlineData("execution_time_ms > 5", "Duration Greater 5")]
    [InlineData("end_time > 5", "EndTime Greater 5")]
    [InlineData("end_time_ms > 5", "EndTime Greater 5")]
    [InlineData("name = 'a'", "Name Equal 'a'")]
    [InlineData("run_id = 'r'", "RunId Equal 'r'")]
    [InlineData("trace.text LIKE '%a%'", "Text Like '%a%'")]
    [InlineData("attribute.text ILIKE '%a%'", "Text ILike '%a%'")]
    [InlineData("trace.text MATCH 'two words'", "Text Match 'two words'")]
    [InlineData("tag.color = 'red'", "Tag[color] Equal 'red'")]
    [InlineData("tags.color = 'red'", "Tag[color] Equal 'red'")]
    [InlineData("tags.mlflow.traceName = 'a'", "Tag[mlflow.traceName] Equal 'a'")]
    [InlineData("metadata.customer = 'acme'", "Metadata[customer] Equal 'acme'")]
    [InlineData("request_metadata.customer = 'acme'", "Metadata[customer] Equal 'acme'")]
    [InlineData("metadata.mlflow.sourceRun = 'r'", "Metadata[mlflow.sourceRun] Equal 'r'")]
    [InlineData("span.name = 's'", "SpanName Equal 's'")]
    [InlineData("span.type = 'LLM'", "SpanType Equal 'LLM'")]
    [InlineData("span.status = 'UNSET'", "SpanStatus Equal 'UNSET'")]
    [InlineData("span.content LIKE '%x%'", "SpanContent Like '%x%'")]
    [InlineData("span.attributes.model = 'm'", "SpanAttribute[model] Equal 'm'")]
    [InlineData("span.attributes.gen_ai.usage.input_tokens > 5", "SpanAttribute[gen_ai.usage.input_tokens] Greater 5")]
    [InlineData("span.attributes.name = 'm'", "SpanAttribute[name] Equal 'm'")]
    [InlineData("feedback.ok = 'true'", "Feedback[ok] Equal 'true'")]
    [InlineData("expectation.answer = '\"42\"'", "Expectation[answer] Equal '\"42\"'")]
    public void Parse_FieldOfMlflow_IsFound(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData("tokens.input > 100", "InputTokens Greater 100")]
    [InlineData("tokens.output <= 100", "OutputTokens LessOrEqual 100")]
    [InlineData("tokens.total != 0", "TotalTokens NotEqual 0")]
    [InlineData("cost.input > 0.1", "InputCost Greater 0.1d")]
    [InlineData("cost.output <= 2", "OutputCost LessOrEqual 2")]
    [InlineData("cost.total != 0", "TotalCost NotEqual 0")]
    [InlineData("span.cost >= 1e-5", "SpanCost GreaterOrEqual 1E-05d")]
    [InlineData("span.duration_ms >= 0.25", "SpanDuration GreaterOrEqual 0.25d")]
    [InlineData("session = 's-1'", "Session Equal 's-1'")]
    [InlineData("trace.session = 's-1'", "Session Equal 's-1'")]
    [InlineData("user IN ('a', 'b')", "User In ['a', 'b']")]
    [InlineData("model LIKE 'gpt-%'", "Model Like 'gpt-%'")]
    [InlineData("service.name = 'shop'", "ServiceName Equal 'shop'")]
    [InlineData("error ILIKE '%timeout%'", "Error ILike '%timeout%'")]
    public void Parse_FieldOfOurs_IsFound(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData("tag.name = 'a'", "Name Equal 'a'")]
    [InlineData("tags.run_id = 'r'", "RunId Equal 'r'")]
    [InlineData("metadata.run_id = 'r'", "RunId Equal 'r'")]
    [InlineData("request_metadata.`name` = 'a'", "Name Equal 'a'")]
    [InlineData("tag.text LIKE '%a%'", "Text Like '%a%'")]
    [InlineData("feedback.name = 'a'", "Feedback[name] Equal 'a'")]
    [InlineData("span.attributes.run_id = 'a'", "SpanAttribute[run_id] Equal 'a'")]
    public void Parse_KeyThatOutranksItsEntity_IsRewritten(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData("tags.`my tag` = 'x'", "Tag[my tag] Equal 'x'")]
    [InlineData("tags.\"my tag\" = 'x'", "Tag[my tag] Equal 'x'")]
    [InlineData("tags.'my tag' = 'x'", "Tag[my tag] Equal 'x'")]
    [InlineData("`tags`.color = 'x'", "Tag[color] Equal 'x'")]
    [InlineData("`tags`.`my.tag` = 'x'", "Tag[my.tag] Equal 'x'")]
    [InlineData("\"tags\".color = 'x'", "Tag[color] Equal 'x'")]
    [InlineData("tags.`a'b\"c` = 'x'", "Tag[a'b\"c] Equal 'x'")]
    [InlineData("tags.\"a`b\" = 'x'", "Tag[a`b] Equal 'x'")]
    [InlineData("tags.`a``b` = 'x'", "Tag[a`b] Equal 'x'")]
    [InlineData("tags.\"a\"\"b\" = 'x'", "Tag[a\"b] Equal 'x'")]
    [InlineData("tags.a.`b c`.d = 'x'", "Tag[a.b c.d] Equal 'x'")]
    [InlineData("tags.my-tag = 'x'", "Tag[my-tag] Equal 'x'")]
    [InlineData("tags.a/b:c@d#e$f+g = 'x'", "Tag[a/b:c@d#e$f+g] Equal 'x'")]
    [InlineData("tags.größe = 'x'", "Tag[größe] Equal 'x'")]
    [InlineData("tags.数 = 'x'", "Tag[数] Equal 'x'")]
    [InlineData("tags.5 = 'x'", "Tag[5] Equal 'x'")]
    [InlineData("tags.and = 'x'", "Tag[and] Equal 'x'")]
    [InlineData("tags.`and` = 'x'", "Tag[and] Equal 'x'")]
    [InlineData("`name` = 'x'", "Name Equal 'x'")]
    [InlineData("\"name\" = 'x'", "Name Equal 'x'")]
    [InlineData("trace.`name` = 'x'", "Name Equal 'x'")]
    [InlineData("span.attributes.`my key` = 'x'", "SpanAttribute[my key] Equal 'x'")]
    [InlineData("span.`attributes.model` = 'x'", "SpanAttribute[model] Equal 'x'")]
    [InlineData("metadata.`mlflow.trace.session` = 's-1'", "Metadata[mlflow.trace.session] Equal 's-1'")]
    public void Parse_QuotedOrUnusualKey_IsKeptAsMeant(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData("attributes.run_id = 'r'", "RunId Equal 'r'")]
    [InlineData("span.attributes.`mlflow.spanInputs` ILIKE '%a%'", "SpanAttribute[mlflow.spanInputs] ILike '%a%'")]
    [InlineData("attributes.timestamp_ms > 17", "StartTime Greater 17")]
    [InlineData("attributes.execution_time_ms >= 10", "Duration GreaterOrEqual 10")]
    [InlineData("attributes.status = 'ERROR'", "State Equal 'ERROR'")]
    [InlineData("attributes.name != 'a'", "Name NotEqual 'a'")]
    [InlineData("tags.`k` = 'v'", "Tag[k] Equal 'v'")]
    [InlineData("request_metadata.\"mlflow.trace.user\" = 'u'", "Metadata[mlflow.trace.user] Equal 'u'")]
    [InlineData("request_metadata.\"mlflow.source.name\" = 'n'", "Metadata[mlflow.source.name] Equal 'n'")]
    [InlineData("request_metadata.\"mlflow.modelId\" = 'm'", "Metadata[mlflow.modelId] Equal 'm'")]
    [InlineData("feedback.`grade` = '\"good\"'", "Feedback[grade] Equal '\"good\"'")]
    [InlineData("expectation.`answer` != '42'", "Expectation[answer] NotEqual '42'")]
    [InlineData("span.name ILIKE '%a%'", "SpanName ILike '%a%'")]
    [InlineData("span.type ILIKE '%a%'", "SpanType ILike '%a%'")]
    [InlineData("span.content ILIKE '%a%'", "SpanContent ILike '%a%'")]
    [InlineData("attributes.timestamp_ms > 17 AND tags.`k` = 'v'", "And(StartTime Greater 17, Tag[k] Equal 'v')")]
    public void Parse_FilterOfMlflowsPages_IsRead(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData("name = \"a\"", "Name Equal 'a'")]
    [InlineData("name = ''", "Name Equal ''")]
    [InlineData("name = 'it''s'", "Name Equal 'it's'")]
    [InlineData("name = 'a''b\"c'", "Name Equal 'a'b\"c'")]
    [InlineData("name = \"a'b\"\"c\"", "Name Equal 'a'b\"c'")]
    [InlineData("name = ''''", "Name Equal '''")]
    [InlineData("name = \"it's\"", "Name Equal 'it's'")]
    [InlineData("name = 'say \"a\"'", "Name Equal 'say \"a\"'")]
    [InlineData("name = 'C:\\'", "Name Equal 'C:\\'")]
    [InlineData("name = 'a AND b'", "Name Equal 'a AND b'")]
    [InlineData("name = '); DROP TABLE traces; --'", "Name Equal '); DROP TABLE traces; --'")]
    [InlineData("name = ' a '", "Name Equal ' a '")]
    [InlineData("name = '\n'", "Name Equal '\n'")]
    [InlineData("name = 'été 😀'", "Name Equal 'été 😀'")]
    [InlineData("timestamp_ms = -5", "StartTime Equal -5")]
    [InlineData("timestamp_ms = +5", "StartTime Equal 5")]
    [InlineData("timestamp_ms = 5.0", "StartTime Equal 5")]
    [InlineData("timestamp_ms = 5.5", "StartTime Equal 5.5d")]
    [InlineData("timestamp_ms = .5", "StartTime Equal 0.5d")]
    [InlineData("timestamp_ms = 1e3", "StartTime Equal 1000")]
    [InlineData("timestamp_ms = 9007199254740991.0", "StartTime Equal 9007199254740991")]
    [InlineData("timestamp_ms = 1e17", "StartTime Equal 1E+17d")]
    [InlineData("timestamp_ms = 1E-3", "StartTime Equal 0.001d")]
    [InlineData("timestamp_ms = 9223372036854775807", "StartTime Equal 9223372036854775807")]
    [InlineData("timestamp_ms = 9223372036854775808", "StartTime Equal 9.223372036854776E+18d")]
    [InlineData("timestamp_ms = '5'", "StartTime Equal 5")]
    [InlineData("timestamp_ms = \"5\"", "StartTime Equal 5")]
    [InlineData("timestamp_ms = ' 5.5 '", "StartTime Equal 5.5d")]
    [InlineData("timestamp_ms = 'abc'", "Never(StartTime Equal 'abc')")]
    [InlineData("timestamp_ms != ''", "Never(StartTime NotEqual '')")]
    [InlineData("timestamp_ms < 'NaN'", "Never(StartTime Less 'NaN')")]
    [InlineData("timestamp_ms < 'Infinity'", "Never(StartTime Less 'Infinity')")]
    [InlineData("timestamp_ms < '1e999'", "Never(StartTime Less '1e999')")]
    [InlineData("cost.total > 'much'", "Never(TotalCost Greater 'much')")]
    [InlineData("tokens.total > 'many'", "Never(TotalTokens Greater 'many')")]
    public void Parse_Literal_IsTakenAsWritten(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData("span.attributes.x = 5", "SpanAttribute[x] Equal 5")]
    [InlineData("span.attributes.x != 5", "SpanAttribute[x] NotEqual 5")]
    [InlineData("span.attributes.x < 5.5", "SpanAttribute[x] Less 5.5d")]
    [InlineData("span.attributes.x <= 5", "SpanAttribute[x] LessOrEqual 5")]
    [InlineData("span.attributes.x > 5", "SpanAttribute[x] Greater 5")]
    [InlineData("span.attributes.x >= 5", "SpanAttribute[x] GreaterOrEqual 5")]
    [InlineData("span.attributes.x = '5'", "SpanAttribute[x] Equal '5'")]
    [InlineData("span.attributes.x IN ('5', '6')", "SpanAttribute[x] In ['5', '6']")]
    [InlineData("span.attributes.x RLIKE '^5'", "SpanAttribute[x] RLike '^5'")]
    public void Parse_SpanAttribute_ComparesAsTheLiteralIsWritten(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData("name='a'", "Name Equal 'a'")]
    [InlineData("timestamp_ms>=-5", "StartTime GreaterOrEqual -5")]
    [InlineData("name\n=\t'a'", "Name Equal 'a'")]
    [InlineData("name like 'a%'", "Name Like 'a%'")]
    [InlineData("name iLike 'a%'", "Name ILike 'a%'")]
    [InlineData("span.name like 'a%'", "SpanName Like 'a%'")]
    [InlineData("span.name rlike 'a'", "SpanName RLike 'a'")]
    [InlineData("span.name in ('a')", "SpanName In ['a']")]
    [InlineData("span.name not  in ('a')", "SpanName NotIn ['a']")]
    [InlineData("status IN('OK')", "State In ['OK']")]
    [InlineData("status NOT IN ('OK',\"ERROR\" , 'x')", "State NotIn ['OK', 'ERROR', 'x']")]
    [InlineData("request_id IN ('', 'it''s')", "TraceId In ['', 'it's']")]
    [InlineData("feedback.grade IN ('\"good\"')", "Feedback[grade] In ['\"good\"']")]
    [InlineData("name RLIKE '^a(b|c)*?$'", "Name RLike '^a(b|c)*?$'")]
    [InlineData("trace.text match 'a'", "Text Match 'a'")]
    public void Parse_Operator_IsFoundInAnyCaseAndSpacing(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData("name = 'a' AND status = 'OK'", "And(Name Equal 'a', State Equal 'OK')")]
    [InlineData("name = 'a' and status = 'OK' And run_id = 'r'", "And(Name Equal 'a', State Equal 'OK', RunId Equal 'r')")]
    [InlineData("name = 'a' AND", "Name Equal 'a'")]
    [InlineData("name = 'a' AND status = 'OK' and ", "And(Name Equal 'a', State Equal 'OK')")]
    [InlineData("name = 'a' OR name = 'b'", "Or(Name Equal 'a', Name Equal 'b')")]
    [InlineData("name = 'a' OR name = 'b' AND status = 'OK'", "Or(Name Equal 'a', And(Name Equal 'b', State Equal 'OK'))")]
    [InlineData("(name = 'a' OR name = 'b') AND status = 'OK'", "And(Or(Name Equal 'a', Name Equal 'b'), State Equal 'OK')")]
    [InlineData("NOT name = 'a'", "Not(Name Equal 'a')")]
    [InlineData("not name = 'a' AND status = 'OK'", "And(Not(Name Equal 'a'), State Equal 'OK')")]
    [InlineData("NOT (name = 'a' AND status = 'OK')", "Not(And(Name Equal 'a', State Equal 'OK'))")]
    [InlineData("NOT(name = 'a')", "Not(Name Equal 'a')")]
    [InlineData("NOT NOT name = 'a'", "Not(Not(Name Equal 'a'))")]
    [InlineData("((name = 'a'))", "Name Equal 'a'")]
    [InlineData("(name = 'a' AND status = 'OK') AND run_id = 'r'", "And(Name Equal 'a', State Equal 'OK', RunId Equal 'r')")]
    [InlineData("name = 'a' OR (name = 'b' OR name = 'c')", "Or(Name Equal 'a', Name Equal 'b', Name Equal 'c')")]
    public void Parse_JoinedComparisons_BindAsInSql(string filter, string tree) => Reads(filter, tree);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(8000, false)]
    public void Parse_Parentheses_NestToTheLimit(int depth, bool isTaken) =>
        IsTaken(new string('(', depth) + "name = 'a'" + new string(')', depth), isTaken, "nested too deeply");

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(4000, false)]
    public void Parse_Nots_NestToTheLimit(int depth, bool isTaken) =>
        IsTaken(string.Concat(Enumerable.Repeat("NOT ", depth)) + "name = 'a'", isTaken, "nested too deeply");

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Parse_Comparisons_GoToTheLimit(int count, bool isTaken) =>
        IsTaken(string.Join(" AND ", Enumerable.Repeat("name = 'a'", count)), isTaken, "too many comparisons");

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Parse_ListValues_GoToTheLimit(int count, bool isTaken) =>
        IsTaken($"name IN ({string.Join(",", Enumerable.Repeat("'a'", count))})", isTaken, "too many values");

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData((16 * 1024) + 1, false)]
    [InlineData(10_000_000, false)]
    public void Parse_Length_GoesToTheLimit(int length, bool isTaken) =>
        IsTaken("name = '" + new string('a', length - "name = ''".Length) + "'", isTaken, "too long");

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Parse_Pattern_GoesToTheLimit(int length, bool isTaken) =>
        IsTaken($"name RLIKE '{new string('a', length)}'", isTaken, "Invalid regular expression");

    [Fact]
    public void Parse_PatternOfNothingButGroups_IsTaken() => IsTaken($"name RLIKE '{new string('(', 500)}{new string(')', 500)}'", true, "");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void FilterValue_NumberThatIsNotFinite_CannotBeMade(double number) =>
        Should.Throw<ArgumentOutOfRangeException>(() => FilterValue.Of(number));

    [Fact]
    public void Parse_SameText_GivesEqualTrees()
    {
        const string filter = "name IN ('a', 'b') AND (timestamp_ms > 1.5 OR NOT tags.x = 'y')";

        var (first, second) = (TraceFilter.Parse(filter)!, TraceFilter.Parse(filter)!);

        second.ShouldBe(first);
        second.GetHashCode().ShouldBe(first.GetHashCode());
        TraceFilter.Parse(filter.Replace("'b'", "'c'", StringComparison.Ordinal)).ShouldNotBe(first);
        TraceFilter.Parse(filter.Replace("1.5", "1.6", StringComparison.Ordinal)).ShouldNotBe(first);
        TraceFilter.Parse(filter.Replace("AND", "OR", StringComparison.Ordinal)).ShouldNotBe(first);
    }

    [Fact]
    public void Parse_Null_IsTheCallersMistake() => Should.Throw<ArgumentNullException>(() => TraceFilter.Parse(null!));

    private static void Reads(string filter, string tree) => TreeText.Of(TraceFilter.Parse(filter)).ShouldBe(tree);

    private static void IsTaken(string filter, bool isTaken, string message)
    {
        if (isTaken)
        {
            TraceFilter.Parse(filter).ShouldNotBeNull();
        }
        else
        {
            Should.Throw<InvalidFilterException>(() => TraceFilter.Parse(filter)).Message.ShouldContain(message);
        }
    }
}
