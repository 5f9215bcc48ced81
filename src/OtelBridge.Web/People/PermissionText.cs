using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;

namespace OtelBridge.Web.People;

/// <summary>What somebody may do with an experiment, as forms and people say it.</summary>
internal static class PermissionText
{
    /// <summary>The value of the button that takes a permission back.</summary>
    public const string TakeBack = "take-back";

    /// <summary>All, as they are sent, with what they mean. The names are MLflow's.</summary>
    public static IReadOnlyList<(AccessLevel Level, string Name, string Meaning)> All { get; } =
    [
        (AccessLevel.Read, "READ", "look"),
        (AccessLevel.Edit, "EDIT", "look, change and add"),
        (AccessLevel.Manage, "MANAGE", "all of it: delete, restore, say who else may"),
        (AccessLevel.None, "NO_PERMISSIONS", "not even see it"),
    ];

    public static string Of(AccessLevel level) => All.Single(item => item.Level == level).Name;

    /// <summary>What a form wants: a permission, or to take it back (null).</summary>
    /// <exception cref="RefusedChangeException">It names none.</exception>
    public static AccessLevel? Wanted(IFormCollection form)
    {
        if (form["do"] == TakeBack)
        {
            return null;
        }

        var text = form["permission"].ToString();
        return All.FirstOrDefault(item => item.Name == text) is { Name: not null } found
            ? found.Level
            : throw new RefusedChangeException($"'{text}' is no permission; these are: {string.Join(", ", All.Select(static item => item.Name))}.");
    }
}
