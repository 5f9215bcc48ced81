using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether the text index finds every trace by some of its words, unless the trace still waits for it.</summary>
internal sealed class TextIndexCheck : ITraceCheck
{
    private const string IsPendingSql = "SELECT 1 FROM text_pending WHERE trace_key = @key";
    private const string PendSql = "INSERT INTO text_pending (trace_key) VALUES (@key) ON CONFLICT (trace_key) DO NOTHING";

    public string Name => "text index";

    public string Rule => "the text index finds every trace by its words";

    public string Advice => "Run the doctor with --repair while no server uses the store: the next server adds their words again.";

    public bool Holds(SqlSession session, TraceUnderCheck trace)
    {
        // That there are more words than those few is no word.
        var words = trace.Words.Where(Words.IsOfText).ToList();
        if (words.Count == 0 || session.Number(IsPendingSql, ("@key", trace.Record.Key)) is not null)
        {
            return true;
        }

        var query = new WordQuery([.. words.Select(static word => (IReadOnlyList<WordTerm>)[new WordTerm(word, IsPrefix: false)])], OrMore: true);
        return session.Number(
            session.Dialect.TextMatches("@query", isRanged: true),
            ("@query", session.Dialect.TextQuery(query)),
            (TextRange.Lowest, trace.Record.Key),
            (TextRange.Highest, trace.Record.Key)) is not null;
    }

    public bool Repair(SqlSession session, TraceUnderCheck trace)
    {
        session.Execute(PendSql, ("@key", trace.Record.Key));
        return true;
    }
}
