using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Where SQL differs between the backends. Everything else is written once.</summary>
internal abstract class SqlDialect
{
    /// <summary>Gives a condition that holds for the values of a list that is passed as one parameter, see <see cref="List(IReadOnlyCollection{long})"/>.</summary>
    public abstract string IsIn(string expression, string parameter);

    /// <summary>Gives the value of a list parameter.</summary>
    public abstract object List(IReadOnlyCollection<long> values);

    /// <inheritdoc cref="List(IReadOnlyCollection{long})"/>
    public abstract object List(IReadOnlyCollection<string> values);

    /// <summary>Gives a condition that a text is like a pattern; upper and lower case differ, and nothing is escaped.</summary>
    public abstract string Like(string expression, string parameter);

    /// <summary>Gives a condition that a text, folded, is like a folded pattern (<see cref="Store.Search.TextFolding"/>).</summary>
    public abstract string ILike(string expression, string parameter);

    /// <summary>Gives a condition that a regular expression matches somewhere in a text.</summary>
    public abstract string RLike(string expression, string parameter);

    /// <summary>Gets the statement after which those of the transaction end by themselves, so that no regular expression keeps the database busy; null where functions
    /// of our own do so.</summary>
    public virtual string? PatternLimit => null;

    /// <summary>Gives a query of the text index as the value of a parameter.</summary>
    public abstract string TextQuery(WordQuery query);

    /// <summary>Gives a SELECT of the <c>trace_key</c> of the traces that a query of the text index finds.</summary>
    /// <param name="parameter">The parameter that holds the query.</param>
    /// <param name="isRanged">Whether only traces between two keys are asked for (<see cref="TextRange"/>).</param>
    public abstract string TextMatches(string parameter, bool isRanged);

    /// <summary>Gives the statement that adds the words of a trace (<c>@words</c>, parted by blanks) to the text index, also to those it has there.</summary>
    public abstract string AddText { get; }

    /// <summary>Gives the statement that takes traces (the list <c>@keys</c>) out of the text index; null where it takes out by itself, later and many at once, what was deleted.</summary>
    public abstract string? RemoveText { get; }

    /// <summary>Gives the statement that takes all traces out of the text index, with every trace of the words.</summary>
    public abstract string ClearText { get; }

    /// <summary>Gets what ends a SELECT whose rows are about to be changed, so that nobody else changes them until the transaction ends.</summary>
    /// <remarks>Nothing, where there is one writer.</remarks>
    public virtual string Locked => string.Empty;

    /// <summary>Gets the statement after which no new experiment is given an id (<c>@id</c>) that was said; null where the database sees to that.</summary>
    public virtual string? PassExperimentId => null;

    /// <summary>Gets a SELECT of the bytes that the store takes, and of those that spans as they were received take.</summary>
    public abstract string SizeSql { get; }

    /// <summary>Gives the value of a parameter as the database takes it.</summary>
    public virtual object Value(object? value) => value ?? DBNull.Value;
}
