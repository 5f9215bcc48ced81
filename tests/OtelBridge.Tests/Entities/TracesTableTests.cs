using System.Text.Json;
using OtelBridge.Entities;

namespace OtelBridge.Tests.Entities;

public sealed class TracesTableTests
{
    private static readonly Trace Sample = SampleTrace.Of(
        SampleTrace.Span(1, null, "span1", inputs: """{"a": 1, "b.c": "x"}""", outputs: """{"c": 3.5, "d": [1, "z"], "none": null, "yes": true}"""),
        SampleTrace.Span(2, 1, "my.span", 1, inputs: "\"first\""),
        SampleTrace.Span(3, 1, "my.span", 2, inputs: "\"last\"", outputs: "123456789012345678901234567890"),
        SampleTrace.Span(4, 1, "tick`ed", 3)) with
    {
        Info = new TraceInfo
        {
            TraceId = SampleTrace.Id,
            ClientRequestId = "mine",
            State = TraceState.Error,
            RequestTimeNs = 1_762_332_558_699_000_000,
            ExecutionDuration = TimeSpan.FromMilliseconds(123),
            TraceMetadata = new Dictionary<string, string> { ["k"] = "v" },
            Assessments = [new Feedback { Name = "good", TraceId = SampleTrace.Id, Source = new AssessmentSource(AssessmentSourceType.Human), Value = SampleTrace.Json("true") }],
        },
    };

    [Fact]
    public void ToDataTable_Trace_HasMlflowsColumns()
    {
        var table = new[] { Sample }.ToDataTable();

        table.Columns.Cast<System.Data.DataColumn>().Select(static column => column.ColumnName).ShouldBe(
        [
            "trace_id", "trace", "client_request_id", "state", "request_time", "execution_duration",
            "request", "response", "trace_metadata", "tags", "spans", "assessments",
        ]);
        var row = table.Rows.Cast<System.Data.DataRow>().ShouldHaveSingleItem();
        row.ShouldSatisfyAllConditions(
            () => row["trace_id"].ShouldBe(SampleTrace.Id),
            () => row["trace"].ShouldBe(Sample.ToJson()),
            () => row["client_request_id"].ShouldBe("mine"),
            () => row["state"].ShouldBe("ERROR"),
            () => row["request_time"].ShouldBe(new DateTimeOffset(2025, 11, 5, 8, 49, 18, 699, TimeSpan.Zero)),
            () => row["execution_duration"].ShouldBe(TimeSpan.FromMilliseconds(123)),
            () => row["request"].ShouldBe("""{"a": 1, "b.c": "x"}"""),
            () => row["trace_metadata"].ShouldBe("""{"k":"v"}"""),
            () => row["tags"].ShouldBe("{}"),
            () => JsonDocument.Parse((string)row["spans"]).RootElement.GetArrayLength().ShouldBe(4),
            () => JsonDocument.Parse((string)row["assessments"]).RootElement[0].GetProperty("assessment_name").GetString().ShouldBe("good"));
    }

    [Fact]
    public void ToDataTable_TraceThatSaysNothing_HasNulls()
    {
        var row = new[] { SampleTrace.Of() }.ToDataTable(["a.inputs"]).Rows[0];

        new[] { "client_request_id", "execution_duration", "request", "response", "a.inputs" }.ShouldAllBe(column => row[column] == DBNull.Value);
        row["spans"].ShouldBe("[]");
    }

    [Theory]
    [InlineData("span1.inputs", """{"a": 1, "b.c": "x"}""")]
    [InlineData("span1.inputs.a", 1L)]
    [InlineData("span1.inputs.`b.c`", "x")]
    [InlineData("`span1`.`inputs`.`a`", 1L)]
    [InlineData("span1.outputs.c", 3.5)]
    [InlineData("span1.outputs.d", """[1, "z"]""")]
    [InlineData("span1.outputs.yes", true)]
    [InlineData("`my.span`.inputs", "last")]
    [InlineData("`my.span`.outputs", 123456789012345678901234567890d)]
    [InlineData("tick`ed.inputs", null)]
    [InlineData("span1.outputs.none", null)]
    [InlineData("span1.outputs.missing", null)]
    [InlineData("`my.span`.inputs.key", null)]
    [InlineData("nobody.outputs", null)]
    public void ToDataTable_ExtractedField_HasItsValue(string field, object? value) =>
        new[] { Sample }.ToDataTable([field]).Rows[0][field].ShouldBe(value ?? DBNull.Value);

    [Fact]
    public void ToDataTable_FieldGivenTwice_HasOneColumn() => new[] { Sample }.ToDataTable(["a.inputs", "a.inputs", "A.inputs"]).Columns.Count.ShouldBe(14);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("span", "no dot")]
    [InlineData("span.", "empty")]
    [InlineData(".inputs", "empty")]
    [InlineData("``.inputs", "empty")]
    [InlineData("span.attributes", "'attributes' is neither")]
    [InlineData("my.span.inputs", "'span' is neither")]
    [InlineData("`my.span.inputs", "not closed")]
    [InlineData("span.inputs.`key", "not closed")]
    [InlineData("`span`inputs", "a dot and")]
    [InlineData("span.inputs.", "empty")]
    [InlineData("span.inputs.a.b", "behind its end")]
    [InlineData("span.inputs.`a`b", "behind its end")]
    public void ToDataTable_BadField_SaysWhatIsWrong(string field, string message)
    {
        var failure = Should.Throw<MlflowException>(() => Array.Empty<Trace>().ToDataTable([field]));

        failure.ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
        failure.Message.ShouldContain(message);
    }
}
