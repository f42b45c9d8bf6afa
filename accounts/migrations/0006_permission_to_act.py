from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_phone_address_updated"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={
                "permissions": (("act_for_person", "Can act for another person"),),
                "verbose_name": "user",
                "verbose_name_plural": "users",
            },
        ),
    ]
