using OtelBridge.Store.Search;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Traces;

namespace OtelBridge.Web.Tests.Traces;

public sealed class TraceRowTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Row_OfATraceThatSaysNothing_LeavesAbsentWhatIsAbsent()
    {
        var row = new TraceRow(new TraceInfo { TraceId = "tr-1" }, 0, Now);

        new object?[] { row.Duration, row.Tokens, row.Session, row.User, row.Version }.ShouldAllBe(static value => value == null);
        row.DurationShare.ShouldBe("0");
        row.Called.ShouldStartWith("trace without a name");
    }

    [Theory]
    [InlineData(1_000_000_000, "100")]
    [InlineData(333_000_000, "33.3")]
    [InlineData(1, "1")]
    public void Row_DurationBar_IsBesideTheLongest(long nano, string share) =>
        new TraceRow(new TraceInfo { DurationNano = nano }, 1_000_000_000, Now).DurationShare.ShouldBe(share);

    [Fact]
    public void Row_Conditions_AreFiltersThatFindIt()
    {
        var info = new TraceInfo
        {
            TraceId = "tr-1", Name = "it's", State = TraceState.Ok, DurationNano = 5_000_000, StartTimeUnixNano = 1_000_000_000,
            TokenUsage = new TokenUsage { TotalTokens = 7 }, Cost = new Cost { Total = 1_500_000 },
            Metadata = { ["mlflow.trace.session"] = "' OR name = '", ["build"] = "1.2" }, RunIds = { "r" },
        };
        var row = new TraceRow(info, 1, Now);

        var conditions = TraceColumns.All.Select(row.ConditionOf).OfType<string>().ToList();

        conditions.ShouldAllBe(static condition => TraceFilter.Parse(condition) is ComparisonNode);
        conditions.ShouldContain("name = 'it''s'");
        conditions.ShouldContain("cost.total >= 0.0000015");
        conditions.ShouldContain("metadata.build = '1.2'");
        conditions.Count.ShouldBe(10);
    }

    [Fact]
    public void Row_ValuesTooLongForAFilter_MakeNoCondition() =>
        new TraceRow(new TraceInfo { Name = new string('n', 600) }, 0, Now).ConditionOf(TraceColumns.Name).ShouldBeNull();

    [Theory]
    [InlineData("true", "pass")]
    [InlineData("\"yes\"", "pass")]
    [InlineData("\"fail\"", "fail")]
    [InlineData("0.7", "")]
    public void Mark_OfAFeedback_SaysWhetherItIsGood(string json, string verdict)
    {
        var info = new TraceInfo { Assessments = { new Assessment { Name = "ok", Feedback = new Feedback { Value = json } } } };

        var mark = AssessmentMark.Of(info).ShouldHaveSingleItem();

        mark.Verdict.ShouldBe(verdict);
        mark.Condition.ShouldBe($"feedback.ok = '{json}'");
    }

    [Fact]
    public void Mark_OfSeveralOfOneName_IsTheLatestThatIsValid()
    {
        var info = new TraceInfo
        {
            Assessments =
            {
                new Assessment { Name = "ok", LastUpdateTimeMs = 1, Feedback = new Feedback { Value = "true" } },
                new Assessment { Name = "ok", LastUpdateTimeMs = 2, Feedback = new Feedback { Value = "false" } },
                new Assessment { Name = "ok", LastUpdateTimeMs = 3, Valid = false, Feedback = new Feedback { Value = "true" } },
            },
        };

        AssessmentMark.Of(info).ShouldHaveSingleItem().Verdict.ShouldBe("fail");
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("""{"question":"Why?"}""", "Why?")]
    [InlineData("""{"model":"m","messages":[{"role":"system","content":"Be kind"},{"role":"user","content":"Hello"}]}""", "Hello")]
    [InlineData("""{"question":"A very long question that was cut in the mi""", "A very long question that was cut in the mi")]
    [InlineData("{not json", "{not json")]
    [InlineData("""{"count":3}""", """{"count":3}""")]
    public void Preview_OfJson_IsTheTextInIt(string preview, string expected) => PreviewText.Of(preview).ShouldBe(expected);

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("abcdefghij", 5, "abcde…")]
    [InlineData("abcd😀fgh", 5, "abcd…")]
    public void Cut_LongText_NeverSplitsACharacter(string text, int max, string expected) => CellText.Cut(text, max).ShouldBe(expected);

    [Fact]
    public void Columns_OfAnAddress_AlwaysHaveTheName()
    {
        TraceColumns.Read("cost,nonsense")!.Select(static column => column.Key).ShouldBe(["name", "cost"]);
        TraceColumns.Read("nonsense").ShouldBeNull();
    }
}
