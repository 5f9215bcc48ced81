using OtelBridge.Store.Search;

namespace OtelBridge.Store.Tests.Search;

/// <summary>Orders of traces.</summary>
public sealed class TraceOrderTests
{
    [Fact]
    public void Parse_NothingAsked_IsEmpty() => TraceOrder.Parse([]).ShouldBeEmpty();

    [Theory]
    [InlineData("timestamp_ms", "StartTime up")]
    [InlineData("timestamp DESC", "StartTime down")]
    [InlineData("timestamp_ms ASC", "StartTime up")]
    [InlineData("attributes.timestamp_ms desc", "StartTime down")]
    [InlineData("execution_time DESC", "Duration down")]
    [InlineData("execution_time_ms asc", "Duration up")]
    [InlineData("end_time DESC", "EndTime down")]
    [InlineData("end_time_ms", "EndTime up")]
    [InlineData("  status   DESC  ", "State down")]
    [InlineData("request_id", "TraceId up")]
    [InlineData("name", "Name up")]
    [InlineData("`name` DESC", "Name down")]
    [InlineData("\"name\" DESC", "Name down")]
    [InlineData("trace.name", "Name up")]
    [InlineData("tag.name", "Name up")]
    [InlineData("run_id", "RunId up")]
    [InlineData("experiment_id", "ExperimentId up")]
    [InlineData("tags.color DESC", "Tag[color] down")]
    [InlineData("tag.`my tag`", "Tag[my tag] up")]
    [InlineData("tags.desc desc", "Tag[desc] down")]
    [InlineData("metadata.customer", "Metadata[customer] up")]
    [InlineData("request_metadata.\"mlflow.trace.user\" DESC", "Metadata[mlflow.trace.user] down")]
    [InlineData("tokens.total DESC", "TotalTokens down")]
    [InlineData("tokens.input", "InputTokens up")]
    [InlineData("cost.total DESC", "TotalCost down")]
    [InlineData("cost.input", "InputCost up")]
    [InlineData("cost.output", "OutputCost up")]
    [InlineData("tokens.output", "OutputTokens up")]
    [InlineData("session", "Session up")]
    [InlineData("user DESC", "User down")]
    public void Parse_Key_IsFound(string clause, string order) => TreeText.Of(TraceOrder.Parse([clause])).ShouldBe(order);

    [Fact]
    public void Parse_SeveralKeys_KeepTheirPlaces() =>
        TreeText.Of(TraceOrder.Parse(["name ASC", "timestamp_ms DESC", "tags.a", "tags.b"])).ShouldBe("Name up, StartTime down, Tag[a] up, Tag[b] up");

    [Theory]
    [InlineData("", 1, "Invalid order_by clause ''. Could not be parsed")]
    [InlineData(" ", 2, "Invalid order_by clause ' '. Could not be parsed")]
    [InlineData("'name'", 1, "Could not be parsed")]
    [InlineData("5", 1, "Could not be parsed")]
    [InlineData("DESC", 1, "Invalid attribute key 'DESC'")]
    [InlineData("colour ASC", 1, "Invalid attribute key 'colour'")]
    [InlineData("client_request_id", 1, "Invalid attribute key 'client_request_id'")]
    [InlineData("trace.text", 1, "Invalid attribute key 'text'")]
    [InlineData("model", 1, "Invalid attribute key 'model'")]
    [InlineData("tags.", 1, "Invalid tag key ''")]
    [InlineData("span.name ASC", 1, "Invalid identifier type 'span'")]
    [InlineData("span.attributes.x", 1, "Invalid identifier type 'span'")]
    [InlineData("feedback.helpful", 1, "Invalid identifier type 'feedback'")]
    [InlineData("expectation.answer", 1, "Invalid identifier type 'expectation'")]
    [InlineData("service.name", 1, "Invalid identifier type 'service'")]
    [InlineData("nowhere.x", 1, "Invalid entity type 'nowhere'")]
    [InlineData("name SIDEWAYS", 6, "Invalid ordering key in order_by clause 'name SIDEWAYS'")]
    [InlineData("name ASC DESC", 10, "Invalid ordering key")]
    [InlineData("name ASC, status", 9, "Each key is an item of its own")]
    [InlineData("name, status", 5, "Each key is an item of its own")]
    [InlineData("name;", 5, "Invalid ordering key")]
    [InlineData("tags.`a", 6, "expected a closing `")]
    public void Parse_BadClause_SaysWhere(string clause, int column, string problem)
    {
        var message = Should.Throw<InvalidFilterException>(() => TraceOrder.Parse(["timestamp_ms", clause])).Message;

        message.ShouldContain(problem);
        message.ShouldContain($" at column {column} of order_by '{clause}': expected ");
    }

    [Theory]
    [InlineData("trace_id", " Did you mean request_id?")]
    [InlineData("trace.duration DESC", " Did you mean execution_time_ms?")]
    [InlineData("statsu", " Did you mean status?")]
    [InlineData("type", "user.")]
    [InlineData("text", "user.")]
    public void Parse_NearMiss_IsSetRightWhereItCanBeOrderedBy(string clause, string ending) =>
        Should.Throw<InvalidFilterException>(() => TraceOrder.Parse([clause])).Message.ShouldEndWith(ending);

    [Theory]
    [InlineData("name", "name DESC")]
    [InlineData("timestamp", "timestamp_ms")]
    [InlineData("tag.a", "tags.`a`")]
    [InlineData("tag.name", "name")]
    public void Parse_KeyTwice_IsRefused(string first, string second) =>
        Should.Throw<InvalidFilterException>(() => TraceOrder.Parse([first, second])).Message.ShouldContain("contains duplicate fields");

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Parse_Clauses_GoToTheLimit(int count, bool isTaken)
    {
        string[] clauses = [.. Enumerable.Range(0, count).Select(i => $"tags.t{i}")];

        if (isTaken)
        {
            TraceOrder.Parse(clauses).Count.ShouldBe(count);
        }
        else
        {
            Should.Throw<InvalidFilterException>(() => TraceOrder.Parse(clauses)).Message.ShouldContain("too long");
        }
    }

    [Fact]
    public void Parse_EndlessClause_IsRefused() =>
        Should.Throw<InvalidFilterException>(() => TraceOrder.Parse(["tags." + new string('a', 20_000)])).Message.ShouldContain("too long");
}
