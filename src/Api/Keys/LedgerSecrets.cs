using System.Xml.Linq;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace JobQueue.Api.Keys;

/// <summary>Keys of data protection in a ledger that several nodes have. It is asked synchronously, seldom, and never by the ledger's own thread.</summary>
internal sealed class LedgerSecrets(Ledger ledger) : IXmlRepository
{
    private const string Key = "key-";

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(() => ledger.ReadAsync(SecretRows.Keys)).GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName)
    {
        var content = element.ToString(SaveOptions.DisableFormatting);
        Task.Run(() => ledger.WriteAsync(connection => friendlyName.StartsWith(Key, StringComparison.Ordinal)
            ? SecretRows.AddKey(connection, friendlyName, content)
            : SecretRows.Add(connection, friendlyName, content))).GetAwaiter().GetResult();
    }
}
