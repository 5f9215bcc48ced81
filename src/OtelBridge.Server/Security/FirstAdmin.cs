using System.Buffers.Text;
using System.Security.Cryptography;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Access;

namespace OtelBridge.Server.Security;

/// <summary>Makes the person who makes the others, where there is nobody yet.</summary>
internal static class FirstAdmin
{
    public const string Name = "admin";

    private const int PasswordBytes = 18;

    public static async Task EnsureAsync(IAccessCatalog catalog, AccessOptions options, CancellationToken cancellationToken)
    {
        if ((await catalog.ListPeopleAsync(1, cancellationToken)).Count > 0)
        {
            return;
        }

        var password = options.AdminPassword ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));
        if (await catalog.AddPersonAsync(Name, PasswordHash.Of(password), isAdmin: true, cancellationToken) is not null && options.AdminPassword is null)
        {
            options.AdminPasswordMade?.Invoke(password);
        }
    }
}
